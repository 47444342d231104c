/** Marked scripts: shut until their category is allowed, then in the order of the page, whole, and as they were written. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BLOG, type HostVisit, html, openHosts, ran, says, settled, THIRD, tag } from '../support/host-server.ts';

let visit: HostVisit;
beforeAll(async () => {
  visit = await openHosts();
});
afterAll(() => visit?.close());
beforeEach(() => {
  visit.asked.length = 0;
});

const external = (name: string, ms = 0, attributes = ''): string =>
  `<script type="text/plain" data-consent="analytics" src="${THIRD}/${name}.js?ms=${ms}" ${attributes}></script>\n`;

test('nothing runs and nothing is asked for before a choice, nor after a refusal', async () => {
  const { page, reject, errors } = await visit.open(
    visit.serve(html(tag(), says('a') + external('b') + says('c', 'type="text/plain" data-consent="necessary"'))),
  );
  await settled();
  await reject();
  await settled();
  expect(await ran(page)).toEqual([]);
  expect(visit.asked).toEqual([]);
  expect(errors).toEqual([]);
});

test('they run in order after the choice, a slow external one before the inline one behind it', async () => {
  const body = says('a') + external('slow', 400) + says('b') + external('c') + says('d');
  const { page, accept, errors } = await visit.open(visit.serve(html(tag(), body)));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a', 'slow', 'b', 'c', 'd']);
  expect(errors).toEqual([]);
});

test('one that does not come holds up nothing for good', async () => {
  const gone = '<script type="text/plain" data-consent="analytics" src="http://closed.localhost:1/x.js"></script>\n';
  const { page, accept, errors } = await visit.open(visit.serve(html(tag(), gone + says('after'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['after']);
  expect(errors).toEqual([]);
});

test('async ones hold up nobody; modules, inline and external, run as modules', async () => {
  const module = '<script type="text/plain" data-type="module" data-consent="analytics">window.ran.push(typeof this, import.meta.url !== "");</script>';
  const body = says('a') + external('slow', 500, 'async') + says('b') + module;
  const { page, accept } = await visit.open(visit.serve(html(tag(), body)));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a', 'b', 'undefined', true, 'slow']);
});

test('attributes are kept, handlers in attributes are not', async () => {
  const body = external('a', 0, 'id="x" class="k" data-key="1" crossorigin="anonymous" referrerpolicy="no-referrer" onload="window.handler = 1"');
  const { page, accept } = await visit.open(visit.serve(html(tag(), body)));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a']);
  const kept = await page.evaluate(() => [...(document.querySelector('#x') as Element).attributes].map(({ name, value }) => `${name}=${value}`).sort());
  expect(kept).toEqual([
    'class=k',
    'crossorigin=anonymous',
    'data-consent=analytics',
    'data-key=1',
    'id=x',
    'referrerpolicy=no-referrer',
    `src=${THIRD}/a.js?ms=0`,
    'type=',
  ]);
  expect(await page.evaluate(() => 'handler' in window)).toBe(false);
});

test('data-src serves as src, so that no preload scanner sees it', async () => {
  const { page, accept } = await visit.open(visit.serve(html(tag(), `<script type="text/plain" data-consent="analytics" data-src="${THIRD}/d.js"></script>`)));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['d']);
});

describe('categories', () => {
  test('several on one element: all of them must be allowed; unknown and necessary ones never are', async () => {
    const marks = [
      'analytics media',
      ' media\n analytics ',
      'analytics marketing',
      'necessary',
      'analytics necessary',
      'unknown',
      '',
      '__proto__',
      'constructor',
    ];
    const { page } = await visit.open(visit.serve(html(tag(), marks.map((mark, at) => says(`m${at}`, `type="text/plain" data-consent="${mark}"`)).join(''))));
    const cookie = await page.evaluate(() => {
      const seconds = Math.floor(Date.now() / 1000).toString(36);
      // biome-ignore lint/suspicious/noDocumentCookie: the format under test.
      document.cookie = `fairnotice=1.${seconds}.100.pAmE.s.2025-12-16; Path=/`;
      return document.cookie;
    });
    expect(cookie).toContain('fairnotice=');
    await page.reload();
    await expect.poll(() => ran(page)).toEqual(['m0', 'm1']);
    const answers = await page.evaluate((all) => all.map((mark) => window.fairnotice?.allowed(mark)), marks);
    expect(answers).toEqual([true, true, false, false, false, false, false, false, false]);
  });

  test('a later choice opens what the first one left shut, and runs nothing twice', async () => {
    const { page, accept, reject } = await visit.open(visit.serve(html(tag(), says('a') + says('m', 'type="text/plain" data-consent="marketing"'))));
    await reject();
    await page.reload();
    expect(await ran(page)).toEqual([]);
    await page.evaluate(() => window.fairnotice?.withdraw());
    await page.context().clearCookies();
    await page.reload();
    await accept();
    await expect.poll(() => ran(page)).toEqual(['a', 'm']);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await settled();
    expect(await ran(page)).toEqual(['a', 'm']);
  });
});

describe('for a visitor who returns', () => {
  const decided = async (body: string | Parameters<HostVisit['serve']>[0]) => {
    const visitor = await visit.open(visit.serve(html(tag(), '')));
    await visitor.accept();
    await visitor.page.waitForFunction(() => document.cookie.includes('fairnotice='));
    const address = visit.serve(body);
    return { ...visitor, address };
  };

  test('scripts run while the page is still loading, and find window.fairnotice', async () => {
    const check =
      '<script type="text/plain" data-consent="analytics">(window.ran = []).push(document.readyState, !!window.fairnotice.get().decided);</script>\n';
    const { page, address, errors } = await decided((response) => {
      response.write(html(`${tag()}\n${check}`, '<p>one</p>').split('</body>')[0]);
      setTimeout(() => response.end('<p>two</p></body></html>'), 400);
    });
    await page.goto(address);
    expect(await ran(page)).toEqual(['loading', true]);
    expect(errors).toEqual([]);
  });

  test('text that is cut in the middle by a slow network runs whole', async () => {
    const { page, address, errors } = await decided((response) => {
      response.write(
        `<!doctype html><html><head>\n${tag()}\n<script type="text/plain" data-consent="analytics">(window.ran = window.ran || []).push('first');`,
      );
      // Somebody's script adds an element while the parser is amid the text.
      setTimeout(() => response.write('\n'.padEnd(70_000, ' ')), 250);
      setTimeout(
        () => response.write(`window.ran.push('whole');</script>\n<script type="text/plain" data-consent="analytics">window.ran.push('next');</script>`),
        500,
      );
      setTimeout(() => response.end('\n</head><body><p>end</p></body></html>'), 700);
    });
    await page.goto(address, { waitUntil: 'commit' });
    await page.waitForFunction(() => !!window.fairnotice);
    await page.evaluate(() => document.head.append(document.createElement('meta')));
    await page.waitForLoadState();
    await expect.poll(() => ran(page)).toEqual(['first', 'whole', 'next']);
    expect(errors).toEqual([]);
  });

  test('a deferred one waits for the whole page and holds up nobody; modules too', async () => {
    const body = `${external('deferred', 0, 'defer')}${says('m', 'type="text/plain" data-type="module" data-consent="analytics"')}${says('now')}\n<p>one</p>`;
    const { page, address } = await decided((response) => {
      response.write(html(tag(), body).split('</body>')[0]);
      setTimeout(() => response.end('<script>(window.ran = window.ran || []).push("parsed")</script></body></html>'), 400);
    });
    await page.goto(address);
    await expect.poll(() => ran(page)).toEqual(['now', 'parsed', 'deferred', 'm']);
  });

  test('what a single-page app adds later opens at once, and what it took out again holds up nobody', async () => {
    const { page, address, errors } = await decided(html(tag(), '<main></main>'));
    await page.goto(address);
    await page.evaluate((third) => {
      const add = (text: string, src?: string): HTMLScriptElement => {
        const script = document.createElement('script');
        script.type = 'text/plain';
        script.dataset.consent = 'analytics';
        script.async = false;
        if (src) script.setAttribute('src', src);
        else script.textContent = text;
        document.querySelector('main')?.append(script);
        return script;
      };
      const wrapper = document.createElement('div');
      wrapper.innerHTML = '<section><script type="text/plain" data-consent="analytics">(window.ran = window.ran || []).push("nested")</script></section>';
      document.querySelector('main')?.append(wrapper);
      add('', `${third}/spa.js?ms=200`);
      add('', `${third}/removed.js`).remove();
      add('window.ran.push("last")');
    }, THIRD);
    await expect.poll(() => ran(page)).toEqual(['nested', 'spa', 'last']);
    expect(errors).toEqual([]);
  });
});

test('one that throws does not stop those behind it', async () => {
  const bad = '<script type="text/plain" data-consent="analytics">throw new Error("theirs")</script>\n';
  const { page, accept, errors } = await visit.open(visit.serve(html(tag(), says('a') + bad + says('b'))));
  await accept();
  await expect.poll(() => ran(page)).toEqual(['a', 'b']);
  expect(errors).toEqual(['Error: theirs']);
});

test('withdrawing stops those that still wait their turn', async () => {
  const { page, accept } = await visit.open(visit.serve(html(tag(), external('slow', 600) + says('late'))));
  await accept();
  await expect.poll(() => visit.asked).toContain('tracker.localhost/slow.js');
  await page.evaluate(() => window.fairnotice?.withdraw());
  await settled(900);
  expect(await ran(page)).toEqual(['slow']);
});

test('run-on-withdrawal scripts run when their category is withdrawn, once, and in the other tab as well', async () => {
  const body =
    says('a') + says('gone', 'type="text/plain" data-consent-withdrawn="analytics media"') + says('unknown', 'type="text/plain" data-consent-withdrawn="x"');
  const address = visit.serve(html(tag(), body));
  const one = await visit.open(address);
  await one.accept();
  await expect.poll(() => ran(one.page)).toEqual(['a']);
  const two = await visit.open(address, { context: one.context });
  expect(await ran(two.page)).toEqual(['a']);
  await one.page.evaluate(() => window.fairnotice?.withdraw());
  await expect.poll(() => ran(one.page)).toEqual(['a', 'gone']);
  await expect.poll(() => ran(two.page)).toEqual(['a', 'gone']);
  await one.page.evaluate(() => window.fairnotice?.withdraw());
  await settled();
  expect(await ran(one.page)).toEqual(['a', 'gone']);
  const fresh = await visit.open(visit.serve(html(tag(), body), { origin: BLOG }));
  await fresh.reject();
  await settled();
  expect(await ran(fresh.page)).toEqual([]);
});
