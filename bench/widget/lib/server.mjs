import http from 'node:http';
import path from 'node:path';
import { brotli, gzip } from './util.mjs';
import { hostPage, HOST_CSS, HOSTILE_CSS, TRACKER_JS, WARM_HTML, png } from './host.mjs';

const TYPES = { '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.html': 'text/html; charset=utf-8' };

export const CSP = {
  strict: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
};
CSP['strict-tt'] = CSP.strict + "; require-trusted-types-for 'script'";

/** Serves /p/<adapter>/ (the host page) and /w/<adapter>/<file> (its assets) on 127.0.0.1, precompressed. */
export async function startServer(adapters, { port = 0 } = {}) {
  const files = new Map();
  const put = (url, body, type) => {
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(body);
    const text = /text|javascript|json|svg/.test(type);
    files.set(url, { raw, type, br: text ? brotli(raw) : null, gz: text ? gzip(raw) : null });
  };
  put('/host/host.css', HOST_CSS, TYPES['.css']);
  put('/host/hostile.css', HOSTILE_CSS, TYPES['.css']);
  put('/host/tracker.js', TRACKER_JS, TYPES['.js']);
  put('/host/img.png', png(), 'image/png');
  put('/host/warm', WARM_HTML, TYPES['.html']);
  put('/host/warm.css', HOST_CSS, TYPES['.css']);
  put('/host/warm.png', png(120, 80), 'image/png');
  for (const a of adapters) {
    a.assetMap = (await a.assets?.()) ?? {};
    for (const [f, body] of Object.entries(a.assetMap)) put(`/w/${a.name}/${f}`, body, TYPES[path.extname(f)] ?? 'application/octet-stream');
  }
  const byName = new Map(adapters.map((a) => [a.name, a]));
  const apiLog = [];
  const server = http.createServer((req, res) => {
    const u = new URL(req.url, 'http://127.0.0.1');
    let m;
    if ((m = /^\/p\/([^/]+)\/$/.exec(u.pathname)) && byName.has(m[1])) {
      const a = byName.get(m[1]);
      const csp = u.searchParams.get('csp');
      const ctx = { base: `/w/${a.name}`, tracker: '/host/tracker.js', csp: Boolean(csp) };
      const frag = a.html?.(ctx) ?? {};
      const html = Buffer.from(hostPage({ name: a.name, hostile: u.searchParams.has('hostile'), ...frag }));
      const h = { 'content-type': TYPES['.html'], 'cache-control': 'no-store' };
      if (csp && CSP[csp]) h['content-security-policy'] = CSP[csp];
      send(req, res, { raw: html, br: brotli(html), gz: gzip(html), type: TYPES['.html'] }, h);
      return;
    }
    const f = files.get(u.pathname);
    if (f) return send(req, res, f, { 'content-type': f.type, 'cache-control': 'public, max-age=31536000, immutable' });
    // A stub API for widgets that post their record: answers 200 after 20 ms, whatever the adapter asks, and names the record that came.
    if (u.pathname.includes('/api/')) {
      const parts = [];
      req.on('data', (d) => parts.push(d));
      req.on('end', () => {
        const body = Buffer.concat(parts);
        const [, id] = /"id":"([\w-]+)"/.exec(body) ?? [];
        apiLog.push({ method: req.method, path: u.pathname, bytes: body.length });
        setTimeout(() => {
          res.writeHead(200, { 'content-type': 'application/json' });
          res.end(JSON.stringify({ ok: true, ...(id ? { id } : {}) }));
        }, 20);
      });
      return;
    }
    res.writeHead(404, { 'content-type': 'text/plain' });
    res.end('not found');
  });
  server.keepAliveTimeout = 10_000;
  await new Promise((r) => server.listen(port, '127.0.0.1', r));
  return { origin: `http://127.0.0.1:${server.address().port}`, files, apiLog, close: () => new Promise((r) => (server.closeAllConnections?.(), server.close(r))) };
}

function send(req, res, f, headers) {
  const ae = String(req.headers['accept-encoding'] ?? '');
  let body = f.raw;
  if (f.br && /\bbr\b/.test(ae)) (body = f.br), (headers['content-encoding'] = 'br');
  else if (f.gz && /\bgzip\b/.test(ae)) (body = f.gz), (headers['content-encoding'] = 'gzip');
  headers['content-length'] = body.length;
  headers.vary = 'accept-encoding';
  res.writeHead(200, headers);
  res.end(body);
}
