/** Files of a request and receipts of its events, as downloads. What a stranger sent is never shown by this site. */
import { noteView } from '../../console/audit.ts';
import { CONSOLE_HEADERS, type Office } from '../../console/page.tsx';
import { openCase } from '../../requests/cases.ts';
import { listFiles, readFile } from '../../requests/files.ts';
import { receiptOfEvent } from '../../requests/log.ts';
import { noReceipt, nothingHere } from './guard.tsx';

export async function fetchFile(office: Office): Promise<Response> {
  const { c, desk, operator } = office;
  const opened = await openCase(desk, { reference: c.req.param('reference') ?? '' });
  const file = opened && (await listFiles(desk, opened)).find(({ id }) => id === c.req.param('file'));
  if (!opened || !file) return nothingHere(office);
  await noteView(desk, operator, { action: 'view-file', request: opened.row.id, details: { file: file.id } });
  const stream = await readFile(desk, opened, file.id);
  if (!stream) return nothingHere(office);
  return new Response(stream, {
    headers: {
      ...CONSOLE_HEADERS,
      // Whatever it is called, and whatever it says it is: bytes to keep, in a page that may do nothing.
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${opened.row.reference}-${file.id.slice(-6)}${extensionOf(file.name)}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  });
}

/** Of the name of a file its ending alone, where it is a plain one: names may say something of a person. */
function extensionOf(name: string): string {
  return (/\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? '').toLowerCase();
}

/** The signed receipt of one event, as the person gets it too. */
export async function fetchReceipt(office: Office): Promise<Response> {
  const { c, desk, operator } = office;
  const reference = c.req.param('reference') ?? '';
  const opened = await openCase(desk, { reference });
  const event = opened?.events.find(({ number }) => String(number) === c.req.param('number'));
  if (!opened || !event) return nothingHere(office);
  const receipt = await receiptOfEvent(desk, opened.row.id, event);
  if (!receipt.ok) return noReceipt(office, receipt);
  await noteView(desk, operator, { action: 'view-receipt', request: opened.row.id, details: { event: event.number } });
  return new Response(receipt.text, {
    headers: {
      ...CONSOLE_HEADERS,
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="receipt-${reference}-${event.number}.json"`,
    },
  });
}
