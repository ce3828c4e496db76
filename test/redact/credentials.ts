// Credentials of every kind that nobody ever used. They are put together here, so that no scanner finds
// one in the sources.
import type { SecretKind } from '../../src/redact/forms/secret-span.ts';

export interface Credential {
  readonly kind: SecretKind;
  readonly secret: string;
}

const LETTERS = 'aB3dE6gH9jK2mN5pQ8rT';
const DIGITS = '4711081523';
/** Letters and digits mixed. */
export const mixed = (length: number) => cycle(LETTERS, length);
const upper = (length: number) => cycle('Q7XZ2MNB4KLP', length).replace(/[^A-Z2-7]/g, 'A');
const hex = (length: number) => cycle('0a9b8c7d6e5f', length);
const digits = (length: number) => cycle(DIGITS, length);

function cycle(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

const of = (kind: SecretKind, ...parts: readonly string[]): Credential => ({
  kind,
  secret: parts.join(''),
});

/** Known by their form alone. */
export const CREDENTIALS: readonly Credential[] = [
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3TX'].map((prefix) => of('AWS key', prefix, upper(16))),
  of('AWS key', 'ABSK', mixed(112), '=='),
  of('AWS key', 'bedrock-api-key-', 'YmVkcm9jay5hbWF6b25hd3MuY29t', mixed(40)),
  of('Google key', 'AI', 'za', mixed(35)),
  of('Azure key', 'aB3', '8Q', '~', mixed(34)),
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((prefix) =>
    of('GitHub token', prefix, '_', mixed(36)),
  ),
  of('GitHub token', 'github', '_pat_', mixed(22), '_', mixed(59)),
  ...['glpat', 'gldt', 'glrt', 'glft', 'gloas', 'glsoat', 'glimt', 'glagent', 'glffct'].map(
    (prefix) => of('GitLab token', prefix, '-', mixed(20)),
  ),
  of('GitLab token', 'glpat', '-', mixed(27), '.01', '0abcdef'),
  of('GitLab token', 'glptt', '-', hex(40)),
  of('GitLab token', 'glcbt', '-64_', mixed(20)),
  of('GitLab token', 'GR134', '8941', mixed(20)),
  of('Slack token', 'xox', 'b-', digits(12), '-', digits(13), '-', mixed(24)),
  of('Slack token', 'xox', 'b-', digits(10), '-', mixed(24)),
  of('Slack token', 'xox', 'p-', digits(12), '-', digits(12), '-', digits(12), '-', hex(32)),
  of('Slack token', 'xox', 'e-1-', mixed(146)),
  of('Slack token', 'xox', 'e.xox', 'p-1-', mixed(163)),
  of('Slack token', 'xox', 's-', digits(8), '-', digits(8), '-', digits(9), '-', hex(10)),
  of('Slack token', 'xox', 'a-2-', mixed(32)),
  of('Slack token', 'xa', 'pp-1-', 'A01', mixed(8).toUpperCase(), '-', digits(13), '-', hex(64)),
  of('Telegram bot token', digits(10), ':A', mixed(34)),
  of('OpenAI key', 'sk', '-proj-', mixed(74), 'T3Blbk', 'FJ', mixed(74)),
  of('OpenAI key', 'sk', '-', mixed(20), 'T3Blbk', 'FJ', mixed(20)),
  ...['api03', 'admin01', 'oat01', 'sid01'].map((word) =>
    of('Anthropic key', 'sk', '-ant-', word, '-', mixed(93), 'AA'),
  ),
  of('npm token', 'np', 'm_', mixed(36)),
  of('PyPI token', 'pypi', '-AgEIcHlwaS5vcmc', mixed(120)),
  ...['sk', 'rk'].map((prefix) => of('Stripe key', prefix, '_live', '_', mixed(24))),
  of('Stripe key', 'sk', '_test', '_', mixed(99)),
  of('JWT', 'ey', `J${mixed(20)}`, '.ey', `J${mixed(40)}`, '.', mixed(43)),
  of('jobwire token', 'jw', '_', mixed(43)),
  of('jobwire session', 'jws', '_', mixed(43)),
  of('jobwire invitation', 'jwi', '_', mixed(55)),
];

/** A private key as programs print it; lines of 64, a short last one. */
export function privateKey(label = 'RSA ', lines = 25): string[] {
  const body = Array.from({ length: lines }, (_, at) => cycle(`M${at}x${LETTERS}/+`, 64));
  return [
    `-----BEGIN ${label}PRIVATE ${'KEY'}-----`,
    ...body,
    'Zm9vYmE=',
    `-----END ${label}PRIVATE ${'KEY'}-----`,
  ];
}
