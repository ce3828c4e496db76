// Credentials of services that are recognised alike: a prefix that nothing else begins with, then a run of characters.
// A length is a minimum. Facts and licence as in token-forms.ts; the first word of a row is the rule of gitleaks.
import type { TokenForm } from './token-forms.ts';

type Row = readonly [rule: string, prefixes: string, rest: string];

/** Each stands at the beginning of a word. Prefixes are separated by spaces. */
const ROWS: readonly Row[] = [
  ['1password-service-account-token', 'ops_eyJ', '[\\w+/=-]{100,}'],
  ['age-secret-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{58,}'],
  ['atlassian-api-token', 'ATATT3 ATCTT3', '[\\w=-]{100,}'],
  ['cloudflare-origin-ca-key', 'v1.0-', '[a-f0-9]{24}-[a-f0-9]{146,}'],
  ['databricks-api-token', 'dapi', '[a-f0-9]{32,}'],
  ['digitalocean-pat and the like', 'dop_v1_ doo_v1_ dor_v1_', '[a-f0-9]{64,}'],
  ['doppler-api-token', 'dp.pt. dp.st. dp.ct. dp.sa.', '[\\w.-]{40,}'],
  ['dynatrace-api-token', 'dt0c01.', '[A-Za-z0-9]{24}\\.[A-Za-z0-9]{64,}'],
  ['easypost-api-token', 'EZAK EZTK', '[A-Za-z0-9]{54,}'],
  ['flyio-access-token', 'fo1_ fm1a_ fm1r_ fm2_', '[\\w+/=-]{43,}'],
  ['grafana-cloud-api-token', 'glc_', '[A-Za-z0-9+/=]{32,}'],
  ['grafana-service-account-token', 'glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8,}'],
  ['grafana-api-key', 'eyJrIjoi', '[A-Za-z0-9+/=]{70,}'],
  ['heroku-api-key-v2', 'HRKU-AA', '[\\w-]{58,}'],
  ['huggingface-access-token', 'hf_ api_org_', '[A-Za-z0-9]{34,}'],
  ['linear-api-key', 'lin_api_ lin_oauth_', '[A-Za-z0-9]{40,}'],
  ['notion-api-token', 'ntn_', '[A-Za-z0-9]{46,}'],
  ['octopus-deploy-api-key', 'API-', '[A-Z0-9]{26,}'],
  ['openshift-user-token', 'sha256~', '[\\w-]{43,}'],
  ['perplexity-api-key', 'pplx-', '[A-Za-z0-9]{48,}'],
  ['planetscale-api-token', 'pscale_tkn_ pscale_oauth_ pscale_pw_', '[\\w=.-]{32,}'],
  ['postman-api-token', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34,}'],
  ['prefect-api-token', 'pnu_', '[A-Za-z0-9]{36,}'],
  ['pulumi-api-token', 'pul-', '[a-f0-9]{40,}'],
  ['readme-api-token', 'rdme_', '[a-z0-9]{70,}'],
  ['rubygems-api-token', 'rubygems_', '[a-f0-9]{48,}'],
  ['sendgrid-api-token', 'SG.', '[\\w=.-]{60,}'],
  ['sendinblue-api-token', 'xkeysib-', '[a-f0-9]{64}-[A-Za-z0-9]{16,}'],
  ['sentry-user-token', 'sntryu_', '[a-f0-9]{64,}'],
  ['shippo-api-token', 'shippo_live_ shippo_test_', '[a-fA-F0-9]{40,}'],
  ['shopify-access-token and the like', 'shpat_ shpca_ shppa_ shpss_', '[a-fA-F0-9]{32,}'],
  ['square-access-token', 'sq0atp-', '[\\w-]{22,}'],
  ['twilio-api-key', 'SK', '[0-9a-f]{32,}'],
  ['vault-service-token, vault-batch-token', 'hvs. hvb. hvr.', '[\\w-]{24,}'],
  // As their services document them; gitleaks has no rules for them.
  ['', 'dckr_pat_ dckr_oat_', '[\\w-]{27,}'],
  ['', 'figd_', '[\\w-]{40,}'],
  ['', 'gsk_', '[A-Za-z0-9]{48,}'],
  ['', 'nvapi-', '[\\w-]{60,}'],
  ['', 'r8_', '[A-Za-z0-9]{37,}'],
  ['', 'sbp_', '[a-f0-9]{40,}'],
  ['', 'sk-or-v1-', '[a-f0-9]{64,}'],
  ['', 'sntrys_eyJ', '[\\w+/=-]{40,}'],
  ['', 'tskey-', '[a-z]{3,9}-[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,}'],
  ['', 'whsec_', '[A-Za-z0-9+/=]{32,}'],
  ['', 'xai-', '[A-Za-z0-9]{70,}'],
];

export const SERVICE_FORMS: readonly TokenForm[] = ROWS.map(([rules, prefixes, rest]) => ({
  kind: 'access token',
  prefixes: prefixes.split(' '),
  rest,
  startsWord: true,
  ...(rules === '' ? {} : { rules }),
}));
