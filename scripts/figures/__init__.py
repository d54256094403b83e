"""Pictures: a body from its pose, a map from its muscles, or what an author gives; the one place that knows a body."""
