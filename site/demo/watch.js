/**
 * Shows on a demo page what the banner does: its events, what ran, what is stored. It stands before the banner's
 * tag only to hear its first event; the page of a customer has nothing like it.
 */
(() => {
  const events = [];
  const ran = new Set();
  const since = performance.now();

  function note(name, detail) {
    events.push({ at: Math.round(performance.now() - since), name, detail });
    draw();
  }

  for (const name of ['ready', 'change', 'record', 'warning']) {
    document.addEventListener(`fairnotice:${name}`, ({ detail }) => note(`fairnotice:${name}`, said(detail)));
  }
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    note('blocked by the policy', `${effectiveDirective} ${blockedURI}`),
  );

  /** What the stand-ins call. */
  window.fairnoticeDemo = {
    ran(script) {
      const label = script?.dataset.label ?? '';
      ran.add(label);
      note('ran', label);
      return JSON.parse(script?.dataset.entries ?? '[]');
    },
    note,
  };

  const said = (detail, indent) => JSON.stringify(detail, (_key, value) => (value instanceof Element ? `<${value.localName}>` : value), indent);

  function cell(text, code) {
    const made = document.createElement('td');
    const inner = code ? document.createElement('code') : made;
    inner.textContent = text;
    if (code) made.append(inner);
    return made;
  }

  function fill(name, rows, empty) {
    const body = document.querySelector(`[data-show=${name}]`);
    const text = JSON.stringify(rows);
    if (!body || body.dataset.drawn === text) return;
    body.dataset.drawn = text;
    const made = (rows.length > 0 ? rows : [[empty]]).map((row) => {
      const line = document.createElement('tr');
      line.append(...row.map((value, index) => cell(value, rows.length > 0 && index === row.length - 1)));
      if (rows.length === 0) line.firstChild.colSpan = 3;
      return line;
    });
    body.replaceChildren(...made);
  }

  function items(kind, storage) {
    try {
      return Object.keys(storage()).map((key) => [kind, `${key} = ${storage().getItem(key)}`]);
    } catch {
      return [[kind, 'cannot be used on this page']];
    }
  }

  function draw() {
    fill('events', events.map(({ at, name, detail }) => [`${at} ms`, name, detail ?? '']).reverse(), 'Nothing yet.');
    const cookies = document.cookie.split('; ').filter(Boolean);
    const stored = [
      ...cookies.map((pair) => ['Cookie', pair.replace('=', ' = ')]),
      ...items('Local storage', () => localStorage),
      ...items('Session storage', () => sessionStorage),
    ];
    fill('stored', stored, 'Nothing is stored.');
    for (const row of document.querySelectorAll('[data-mark]')) {
      const [kind, ...words] = row.dataset.mark.split(' ');
      const target = document.querySelector(`[data-label="${CSS.escape(row.dataset.mark)}"]`);
      const loaded = kind === 'image' || kind === 'iframe' ? target?.hasAttribute('src') : ran.has(row.dataset.mark);
      const asked = window.fairnotice?.allowed(words.at(-1) ?? '');
      row.dataset.state = loaded ? (asked ? 'ran' : 'stays') : 'waits';
      const text = { ran: 'ran', stays: 'ran before you withdrew; gone with the next page', waits: 'waits' }[row.dataset.state];
      if (row.lastElementChild.textContent !== text) row.lastElementChild.textContent = text;
    }
    const state = document.querySelector('[data-show=state]');
    const now = window.fairnotice ? said(window.fairnotice.get(), 2) : 'The banner’s script did not run: everything marked stays off.';
    if (state && state.textContent !== now) state.textContent = now;
  }

  function act(action) {
    if (action === 'open') void window.fairnotice?.open();
    if (action === 'withdraw') window.fairnotice?.withdraw();
    if (action === 'debug') void window.fairnotice?.debug();
    if (action === 'add') add();
    if (action === 'forget') forget();
  }

  /** A marked script that a page adds later. */
  function add() {
    const category = document.querySelector('[data-mark]')?.dataset.mark.split(' ').at(-1) ?? '';
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.dataset.consent = category;
    script.dataset.label = `added ${category}`;
    script.dataset.src = document.querySelector('[data-tool]')?.dataset.tool ?? '';
    document.body.append(script);
    note('added', `<script type="text/plain" data-consent="${category}">`);
  }

  /** As if this browser had never been here. */
  function forget() {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers.
    for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=; Max-Age=0; Path=/`;
    localStorage.clear();
    sessionStorage.clear();
    location.reload();
  }

  document.addEventListener('click', ({ target }) => target instanceof Element && act(target.closest('[data-act]')?.dataset.act));
  document.addEventListener('DOMContentLoaded', draw);
  setInterval(draw, 500);
})();
