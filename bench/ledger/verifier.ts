/**
 * How long a browser takes to check a receipt, the processor slowed down four times (as of a phone): from the moment at
 * which the file is given to the one at which the page says what came of it. Exits with 1 where that takes longer than 20 ms or the script is over 8 KB.
 *
 *     npm run build && node bench/ledger/verifier.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../tests/support/chromium.ts';
import { receiptFile, testLog } from '../../tests/support/receipts.ts';
import { serveSite } from '../../tests/support/worker-server.ts';
import { machineInWords, markdownTable, median, ROOT, say, writeResult } from '../report.ts';

const ROUNDS = 60;
const SLOWER = 4;
const LIMIT_MS = 20;
const LIMIT_BYTES = 8000;
const SIZES = [1, 1000, 1_000_000];
const dist = join(ROOT, 'dist');

const server = await serveSite(dist, new Date().toISOString());
const origin = (await server.listen()).url.origin;
const browser = await launchChromium();
const page = await browser.newPage();
await page.goto(`${origin}/verify/`);
await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
const log = await testLog();
const rows: { entries: number; bytes: number; fastest: number; median: number }[] = [];
for (const size of SIZES) {
  const text = receiptFile(await log.receipt(size, Math.floor(size * 0.7)));
  const times = await timesOf(page, text);
  rows.push({ entries: size, bytes: Buffer.byteLength(text), fastest: times[0] ?? 0, median: median(times) });
}
await browser.close();
await server.close();
const script = readdirSync(join(dist, 'pinned')).find((file) => file.startsWith('verify.')) ?? '';
const gzip = gzipSync(readFileSync(join(dist, 'pinned', script)), { level: 9 }).length;
writeResult('verifier', { slower: SLOWER, rounds: ROUNDS, gzip, rows });
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const cells = rows.map((row) => [row.entries.toLocaleString('en'), String(row.bytes), milliseconds(row.fastest), milliseconds(row.median)]);
say(markdownTable(['entries in the log', 'bytes of the receipt', `fastest, ${SLOWER} times slower`, 'median'], cells));
say(`The script: ${gzip} bytes gzip. ${machineInWords()}.`);
process.exit(rows.every((row) => row.median < LIMIT_MS) && gzip < LIMIT_BYTES ? 0 : 1);

/** Milliseconds of each round, without the first ones. */
async function timesOf(from: Page, text: string): Promise<number[]> {
  const times = await from.evaluate(
    async ([file, rounds]) => {
      const input = document.getElementById('file') as HTMLInputElement;
      const result = document.getElementById('result') as HTMLElement;
      const once = (): Promise<number> =>
        new Promise((resolve) => {
          const data = new DataTransfer();
          data.items.add(new File([file as string], 'receipt.json'));
          input.files = data.files;
          const begun = performance.now();
          const seen = new MutationObserver(() => {
            if (!result.querySelector('.verdict')) return;
            seen.disconnect();
            resolve(performance.now() - begun);
          });
          seen.observe(result, { childList: true });
          // `change` alone, for the page's own listener; the old result goes with the first word of the new one.
          result.replaceChildren();
          input.dispatchEvent(new Event('change'));
        });
      const all: number[] = [];
      for (let round = 0; round < (rounds as number); round++) all.push(await once());
      return all;
    },
    [text, ROUNDS + 10] as const,
  );
  return times.slice(10).sort((a, b) => a - b);
}
