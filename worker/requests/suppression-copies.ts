/** The copy in R2 of the list of those who must stay forgotten: an empty object for each, whose name and note say all of it. */
import { fromHex, toHex } from '../../core/log/bytes.ts';
import { noteCopied, type Suppression, suppressionsToCopy } from '../store/suppressions.ts';
import type { Desk } from './desk.ts';

const FOLDER = 'suppressions/';
/** Copies of one round. Each is a request to R2. */
const MOST_COPIES = 200;

function placeOf({ contact, what, request }: Suppression): string {
  return `${FOLDER}${what}/${toHex(contact)}/${request || '-'}`;
}

/** Copies what is new. @returns how many; they are noted together, so a round that breaks off copies some again. */
export async function copySuppressions({ db, env }: Desk): Promise<number> {
  const fresh = await suppressionsToCopy(db, MOST_COPIES);
  for (const one of fresh) await env.ARCHIVE.put(placeOf(one), '', { customMetadata: { at: one.at } });
  if (fresh.length > 0) await noteCopied(db, fresh).run();
  return fresh.length;
}

/** A page of the copies. What is none of ours is passed over. */
export async function listCopies(
  { ARCHIVE }: Pick<Cloudflare.Env, 'ARCHIVE'>,
  limit: number,
  from?: string,
): Promise<{ page: Suppression[]; cursor: string | null }> {
  const listed = await ARCHIVE.list({ prefix: FOLDER, limit, include: ['customMetadata'], ...(from === undefined ? {} : { cursor: from }) });
  const page = listed.objects.flatMap(({ key, uploaded, customMetadata }): Suppression[] => {
    const [, what = '', contact = '', request = ''] = key.split('/');
    if ((what !== 'erased' && what !== 'unsubscribed') || !/^[0-9a-f]{64}$/.test(contact)) return [];
    return [{ what, contact: fromHex(contact), request: request === '-' ? '' : request, at: customMetadata?.at ?? uploaded.toISOString() }];
  });
  return { page, cursor: listed.truncated ? listed.cursor : null };
}

export async function dropCopies({ ARCHIVE }: Pick<Cloudflare.Env, 'ARCHIVE'>, gone: readonly Suppression[]): Promise<void> {
  if (gone.length > 0) await ARCHIVE.delete(gone.map(placeOf));
}
