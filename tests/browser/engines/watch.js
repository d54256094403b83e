// Notes in `complaints` what a browser's console would say of the page, and what the page asked of its host in vain.
{
  const complaints = window.complaints = [];
  const note = (...words) => complaints.push(words.join(' '));
  addEventListener('error', ({message, target}) => note(message ?? `missing ${target.src ?? target.href}`), true);
  addEventListener('unhandledrejection', ({reason}) => note('unhandled', reason));
  addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI}) => note(violatedDirective, blockedURI));
  for (const name of ['error', 'warn', 'info', 'log', 'debug', 'assert']) console[name] = (...words) => note(name, ...words);
}
