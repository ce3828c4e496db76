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

/** Of services that are recognised by a prefix and what follows it. */
const SERVICES: readonly (readonly [prefix: string, rest: string])[] = [
  ['ops_eyJ', mixed(260)],
  ['AGE-SECRET-KEY-1', upper(58)],
  ...['ATATT3', 'ATCTT3'].map((prefix) => [prefix, mixed(186)] as const),
  ['v1.0-', `${hex(24)}-${hex(146)}`],
  ['dapi', `${hex(32)}`],
  ...['dop_v1_', 'doo_v1_', 'dor_v1_'].map((prefix) => [prefix, hex(64)] as const),
  ...['dp.pt.', 'dp.st.'].map((prefix) => [prefix, mixed(43)] as const),
  ['dt0c01.', `${mixed(24)}.${mixed(64)}`],
  ...['EZAK', 'EZTK'].map((prefix) => [prefix, mixed(54)] as const),
  ['fo1_', mixed(43)],
  ['fm2_', `${mixed(140)}==`],
  ['glc_', `${mixed(60)}=`],
  ['glsa_', `${mixed(32)}_${hex(8)}`],
  ['eyJrIjoi', mixed(90)],
  ['HRKU-AA', mixed(58)],
  ...['hf_', 'api_org_'].map((prefix) => [prefix, mixed(34)] as const),
  ['lin_api_', mixed(40)],
  ['ntn_', `${digits(11)}${mixed(35)}`],
  ['API-', upper(26)],
  ['sha256~', mixed(43)],
  ['pplx-', mixed(48)],
  ...['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'].map((prefix) => [prefix, mixed(43)] as const),
  ['PMAK-', `${hex(24)}-${hex(34)}`],
  ['pnu_', mixed(36)],
  ['pul-', hex(40)],
  ['rdme_', hex(70)],
  ['rubygems_', hex(48)],
  ['SG.', `${mixed(22)}.${mixed(43)}`],
  ['xkeysib-', `${hex(64)}-${mixed(16)}`],
  ['sntryu_', hex(64)],
  ['sntrys_eyJ', mixed(120)],
  ['shippo_live_', hex(40)],
  ...['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((prefix) => [prefix, hex(32)] as const),
  ['sq0atp-', mixed(22)],
  ['SK', hex(32)],
  ['hvs.', mixed(95)],
  ['hvb.', mixed(160)],
  ...['dckr_pat_', 'dckr_oat_'].map((prefix) => [prefix, mixed(27)] as const),
  ['figd_', mixed(40)],
  ['gsk_', mixed(52)],
  ['nvapi-', mixed(64)],
  ['r8_', mixed(37)],
  ['sbp_', hex(40)],
  ['sk-or-v1-', hex(64)],
  ['tskey-', `auth-${mixed(17)}-${mixed(32)}`],
  ['whsec_', mixed(32)],
  ['xai-', mixed(80)],
];

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
  ...SERVICES.map(([prefix, rest]) =>
    of('access token', prefix.slice(0, 2), prefix.slice(2), rest),
  ),
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
