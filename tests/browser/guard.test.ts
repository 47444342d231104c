/** The guard: what nobody marked does not reach a listed third party before it is allowed, and goes on afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HostVisit, html, openHosts, PRIVACY, ran, settled, THIRD, tag } from '../support/host-server.ts';

const GUARD = `<script src="${PRIVACY}/banner/shop.guard.js"></script>\n`;
const PLAYER = 'http://player.video.localhost';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());
beforeEach(() => {
  visit.asked.length = 0;
});

const open = (body = '', head = '', headers = {}) => visit.open(visit.serve(html(GUARD + tag() + head, body), { headers }));

/** Ways in which a page's script asks a third party for something. */
const WAYS: [name: string, run: (third: string) => void][] = [
  ['script.src', (third) => document.head.append(Object.assign(document.createElement('script'), { src: `${third}/w.js` }))],
  [
    'script by setAttribute',
    (third) => {
      const script = document.createElement('script');
      script.setAttribute('src', `${third}/w.js`);
      document.head.append(script);
    },
  ],
  [
    'a script whose address comes last',
    (third) => {
      const script = document.createElement('script');
      document.head.append(script);
      script.type = 'text/javascript';
      script.src = `${third}/w.js`;
    },
  ],
  ['new Image', (third) => Object.assign(new Image(), { src: `${third}/w.gif` })],
  ['img.srcset', (third) => document.body.append(Object.assign(new Image(), { srcset: `${third}/w.gif 1x` }))],
  ['iframe.src', (third) => document.body.append(Object.assign(document.createElement('iframe'), { src: `${third}/w.html` }))],
  [
    'iframe by setAttribute',
    (third) => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.setAttribute('SRC', `${third}/w.html`);
    },
  ],
];

test.each(WAYS)('%s waits, and goes on with consent', async (_name, run) => {
  const { page, accept, errors } = await open();
  await page.evaluate(run, THIRD);
  await settled(250);
  expect(visit.asked).toEqual([]);
  expect(await page.evaluate(() => window.fairnoticeGuard?.waiting())).toMatchObject([
    { address: expect.stringContaining(`${THIRD}/w.`), categories: ['analytics'] },
  ]);
  await accept();
  await expect.poll(() => visit.asked.length).toBe(1);
  expect(await page.evaluate(() => window.fairnoticeGuard?.waiting())).toEqual([]);
  expect(errors).toEqual([]);
});

test('the address reads as it was set', async () => {
  const { page } = await open();
  const read = await page.evaluate((third) => {
    const script = document.createElement('script');
    script.src = `${third}/r.js`;
    return script.src;
  }, THIRD);
  expect(read).toBe(`${THIRD}/r.js`);
});

test('scripts that waited come in the order in which they were asked for', async () => {
  const { page, accept } = await open();
  await page.evaluate((third) => {
    for (const name of ['one', 'two', 'three']) {
      const script = document.createElement('script');
      script.async = false;
      script.src = `${third}/${name}.js?ms=${name === 'one' ? 200 : 0}`;
      document.head.append(script);
    }
  }, THIRD);
  await accept();
  await expect.poll(() => ran(page)).toEqual(['one', 'two', 'three']);
});

describe('requests', () => {
  test('fetch is a rejected promise that says why, XMLHttpRequest an error event, sendBeacon false', async () => {
    const { page, errors } = await open();
    const said = await page.evaluate(async (third) => {
      const warned: string[] = [];
      document.addEventListener('fairnotice:warning', ({ detail }) => warned.push(`${detail.reason} ${detail.address}`));
      const texts = [fetch(`${third}/f.json`), fetch(new Request(`${third}/r.json`)), fetch(new URL(`${third}/u.json`))].map((one) =>
        one.catch((error: unknown) => String(error)),
      );
      const heard = await new Promise<string[]>((resolve) => {
        const request = new XMLHttpRequest();
        const events: string[] = [];
        for (const name of ['load', 'error', 'loadend']) request.addEventListener(name, () => events.push(name) && name === 'loadend' && resolve(events));
        request.open('GET', `${third}/x.json`);
        request.send();
      });
      let sync = '';
      try {
        const request = new XMLHttpRequest();
        request.open('GET', `${third}/s.json`, false);
        request.send();
      } catch (error) {
        sync = (error as Error).name;
      }
      return { texts: (await Promise.all(texts)).map(String), heard, sync, beacon: navigator.sendBeacon(`${third}/b`, 'x'), warned: warned.length };
    }, THIRD);
    expect(said.texts[0]).toBe(`TypeError: Fairnotice: ${THIRD}/f.json waits for consent to analytics`);
    expect(said).toMatchObject({ heard: ['error', 'loadend'], sync: 'NetworkError', beacon: false, warned: 6 });
    expect(visit.asked).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('with consent all of them go; what the category does not cover still waits', async () => {
    const { page, accept } = await open();
    await accept();
    await page.waitForFunction(() => window.fairnotice?.allowed('analytics'));
    const answer = await page.evaluate(async (third) => {
      const request = new XMLHttpRequest();
      request.open('GET', `${third}/x.json`, false);
      request.send();
      return [await (await fetch(`${third}/f.json`)).text(), request.responseText, navigator.sendBeacon(`${third}/b`, 'x')];
    }, THIRD);
    expect(answer).toEqual(['{}', '{}', true]);
    await page.evaluate(() => window.fairnotice?.withdraw());
    const again = await page.evaluate((third) => fetch(`${third}/f.json`).catch(() => 'refused'), THIRD);
    expect(again).toBe('refused');
  });

  test('requests to other origins, odd arguments and objects of the page pass as ever', async () => {
    const { page, errors } = await open();
    const answer = await page.evaluate(async () => {
      const image = new Image();
      image.src = '';
      image.setAttribute('alt', 'x');
      const script = document.createElement('script');
      script.setAttribute('src', 'data:text/javascript,window.fine=1');
      document.head.append(script);
      const odd = await fetch('http://[').catch((error: Error) => error.name);
      const body = await (await fetch('http://neutral.localhost/n.json', { method: 'POST', body: 'x' })).text();
      const blob = await (await fetch(URL.createObjectURL(new Blob(['b'])))).text();
      const bare = await window.fetch.call(undefined, 'http://neutral.localhost/n.json').then(({ status }) => status);
      document.createElementNS('http://www.w3.org/2000/svg', 'a').setAttribute('src', 'http://tracker.localhost/');
      return { odd, body, blob, bare, image: image.alt };
    });
    expect(answer).toEqual({ odd: 'TypeError', body: '{}', blob: 'b', bare: 200, image: 'x' });
    await expect.poll(() => page.evaluate(() => 'fine' in window)).toBe(true);
    expect(errors).toEqual([]);
  });
});

test('a wildcard covers subdomains, and one category does not open the other', async () => {
  const { page } = await open();
  await page.evaluate(
    ([third, player]) => {
      for (const src of [`${third}/a.gif`, `${player}/v.gif`, 'http://deep.er.video.localhost/d.gif', 'http://notvideo.localhost/n.gif']) new Image().src = src;
    },
    [THIRD, PLAYER],
  );
  await expect.poll(() => visit.asked).toEqual(['notvideo.localhost/n.gif']);
});

describe('markup', () => {
  /** In the same piece of HTML as the guard: the preload scanner has seen it before the guard runs. */
  const MARKUP = `<script src="${THIRD}/parser.js"></script>
<script async src="${THIRD}/async.js"></script>
<iframe src="${PLAYER}/parser.html"></iframe>
<img alt="" src="${THIRD}/parser.gif">`;

  test('a script that the parser finds does not run before consent, and runs with it', async () => {
    const { page, accept, errors } = await open(MARKUP);
    await settled(300);
    expect(await ran(page)).toEqual([]);
    await accept();
    await expect.poll(async () => (await ran(page)).toSorted()).toEqual(['async', 'parser']);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain(`${PLAYER}/parser.html`);
    expect(errors).toEqual([]);
  });

  test('under Trusted Types as well, for it writes no address', async () => {
    const { page, accept, errors } = await open(MARKUP, '', { 'Content-Security-Policy': "require-trusted-types-for 'script'; trusted-types fairnotice" });
    await settled(300);
    expect(await ran(page)).toEqual([]);
    await accept();
    await expect.poll(async () => (await ran(page)).toSorted()).toEqual(['async', 'parser']);
    expect(errors).toEqual([]);
  });

  test('innerHTML: frames stay empty and images go when allowed', async () => {
    const { page, accept } = await open('<main></main>');
    await page.evaluate(
      ([third, player]) => {
        const main = document.querySelector('main') as HTMLElement;
        main.innerHTML = `<div><iframe src="${player}/inner.html"></iframe><img alt="" src="${third}/inner.gif"></div>`;
      },
      [THIRD, PLAYER],
    );
    await settled(300);
    expect(await page.locator('main iframe').getAttribute('src')).toBeNull();
    await accept();
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain(`${PLAYER}/inner.html`);
    await expect.poll(() => visit.asked).toContain('tracker.localhost/inner.gif');
  });

  // What Chromium fetches before any script can run (docs/widget.md): with the guard's tag in the same piece of HTML
  // the preload scanner asks for scripts and images, and far down a page for frames; in a later piece for frames alone.
  test.each([
    ['near the guard', MARKUP, 0],
    ['far behind it', `${'<p>text</p>\n'.repeat(20_000)}${MARKUP}`, 0],
    ['in a later piece', MARKUP, 400],
  ])('nothing runs, wherever the parser finds it: %s', async (_, body, wait) => {
    const [head = '', tail = ''] = html(GUARD + tag(), `|${body}`).split('|');
    const { page, errors } = await visit.open(
      visit.serve((response) => {
        if (wait) response.write(head);
        setTimeout(() => response.end(wait ? tail : head + tail), wait);
      }),
    );
    await settled(300);
    expect(await ran(page)).toEqual([]);
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${PLAYER}/parser.html`);
    expect(await page.evaluate(() => window.fairnoticeGuard?.waiting().length)).toBe(4);
    expect(errors).toEqual([]);
  });
});

test('for a visitor who allowed it, everything goes at once, even before the banner is there', async () => {
  const { page, accept, context } = await open();
  await accept();
  await page.waitForFunction(() => document.cookie.includes('fairnotice='));
  await context.route(`${PRIVACY}/banner/shop.js`, (route) => route.abort());
  const address = visit.serve(html(GUARD + tag(), `<script src="${THIRD}/known.js"></script>`));
  await page.goto(address);
  expect(await ran(page)).toEqual(['known']);
  const other = await visit.open(address);
  expect(await ran(other.page)).toEqual([]);
});

test("marked elements are the gate's, with the guard beside it", async () => {
  const body = `<script type="text/plain" data-consent="analytics" src="${THIRD}/marked.js"></script><script type="text/plain" data-consent="analytics">window.ran.push("after")</script>`;
  const { page, accept, errors } = await open(body);
  await accept();
  await expect.poll(() => ran(page)).toEqual(['marked', 'after']);
  expect(errors).toEqual([]);
});
