// On the page of an address that is gone: go on to the new home of the page, or of the part that was asked for.
location.replace((document.getElementById(location.hash.slice(1)) ?? document).querySelector('a').href);
