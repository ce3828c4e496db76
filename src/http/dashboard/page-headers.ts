// What a page of the dashboard may do in a browser: load its own files, and call this server. Telegram on the web
// may show it in a frame; nobody else.

const FRAMED_BY = "'self' https://web.telegram.org https://*.telegram.org";
const OTHERWISE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
];

/** `framedBy`: the origins of other pages that may show it in a frame. */
export function pageHeaders(framedBy: readonly string[] = []) {
  const policy = [...OTHERWISE, `frame-ancestors ${[FRAMED_BY, ...framedBy].join(' ')}`];
  return { ...HEADERS, 'content-security-policy': policy.join('; ') };
}

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
} as const;
