/** Stands for somebody's script: says that it ran, and writes what the site's notice lists for its category. */
(() => {
  for (const [kind, name] of window.fairnoticeDemo.ran(document.currentScript)) {
    // biome-ignore lint/suspicious/noDocumentCookie: as scripts of others do.
    if (kind === 'cookie') document.cookie = `${name}=demo; Path=/; Max-Age=3600`;
    if (kind === 'local-storage') localStorage.setItem(name, 'demo');
    if (kind === 'session-storage') sessionStorage.setItem(name, 'demo');
    if (kind === 'indexed-db') indexedDB.open(name);
  }
})();
