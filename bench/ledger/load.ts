/** A load client for benches: some connections, each sends the next request when the last one was answered. */
import { Agent, request } from 'node:http';

export interface Asked {
  path: string;
  headers: Record<string, string>;
  /** A body that was never sent before. */
  body(): string;
}

export interface Load {
  answered: number;
  /** Answers that were no success, or none. */
  failed: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Sends for some seconds. Requests that are on their way at the end are waited for and count. */
export async function load(port: number, asked: Asked, connections: number, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      const status = await send(port, asked, agent).catch(() => 0);
      if (status < 200 || status > 299) failed += 1;
      else times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const took = (performance.now() - begun) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  return { answered: times.length, failed, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) };
}

/** Sends one, and gives its status. */
export function send(port: number, { path, headers, body }: Asked, agent?: Agent): Promise<number> {
  const text = body();
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(text) },
    });
    sent.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)));
    sent.on('error', reject);
    sent.end(text);
  });
}
