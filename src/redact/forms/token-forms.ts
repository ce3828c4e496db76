// Credentials with a known format: prefix, alphabet and length.
//
// The facts are those of gitleaks (https://github.com/gitleaks/gitleaks, config/gitleaks.toml at
// b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b), MIT License, Copyright (c) 2019 Zachary Rice; the
// licence stands in docs/dependencies.md. `rules` names the rules that a row comes from. What
// differs: a length is a minimum, so that all of a longer one is hidden, and nothing has to follow,
// since a log may be cut anywhere.
import type { SecretKind } from './secret-span.ts';

export interface TokenForm {
  readonly kind: SecretKind;
  /** It starts with one of these literals. */
  readonly prefixes: readonly string[];
  /**
   * What follows, as the source of a regular expression. A repetition without an upper bound is never
   * inside another one, and what follows it is outside its class: so the search stays linear.
   */
  readonly rest: string;
  /** Pattern of a prefix that is not secret. */
  readonly keeps?: string;
  /** The prefix is so short that it also occurs inside longer words. */
  readonly startsWord?: true;
  readonly rules?: string;
}

/** After an AWS id, its secret: `ID:secret`, or in the next column. */
const SECRET_HALF =
  '(?![A-Za-z0-9])(?::[\\w/+=.~-]{8,}|["\']?[ \\t]?[:,;|/ \\t][ \\t]?["\']?[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=]))?';

export const TOKEN_FORMS: readonly TokenForm[] = [
  {
    kind: 'AWS key',
    prefixes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    rest: `[A-Z2-7]{16}${SECRET_HALF}`,
    startsWord: true,
    rules: 'aws-access-token',
  },
  {
    kind: 'AWS key',
    prefixes: ['A3T'],
    rest: `[A-Z0-9][A-Z2-7]{16}${SECRET_HALF}`,
    startsWord: true,
    rules: 'aws-access-token',
  },
  {
    kind: 'AWS key',
    prefixes: ['ABSK'],
    rest: '[A-Za-z0-9+/]{109,}={0,2}',
    startsWord: true,
    rules: 'aws-amazon-bedrock-api-key-long-lived',
  },
  {
    kind: 'AWS key',
    prefixes: ['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t'],
    rest: '[\\w+/=.-]*',
    rules: 'aws-amazon-bedrock-api-key-short-lived',
  },
  {
    kind: 'Google key',
    prefixes: ['AIza'],
    rest: '[\\w-]{35,}',
    startsWord: true,
    rules: 'gcp-api-key',
  },
  // Google's formats, which gitleaks has no rules for.
  { kind: 'Google key', prefixes: ['ya29.'], rest: '[\\w.-]{20,}', startsWord: true },
  { kind: 'Google key', prefixes: ['1//0'], rest: '[\\w-]{20,}', startsWord: true },
  { kind: 'Google key', prefixes: ['GOCSPX-'], rest: '[\\w-]{20,}', startsWord: true },
  {
    kind: 'GitHub token',
    prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    rest: '[A-Za-z0-9]{36,}',
    rules: 'github-pat, github-oauth, github-app-token, github-refresh-token',
  },
  {
    kind: 'GitHub token',
    prefixes: ['github_pat_'],
    rest: '\\w{82,}',
    rules: 'github-fine-grained-pat',
  },
  {
    kind: 'GitLab token',
    prefixes: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glft-',
      'gloas-',
      'glsoat-',
      'glimt-',
      'glagent-',
      'glffct-',
    ],
    rest: '[\\w-]{20,}(?:\\.[0-9a-z]{9})?',
    rules: 'gitlab-pat, gitlab-pat-routable, gitlab-deploy-token and the like',
  },
  { kind: 'GitLab token', prefixes: ['glptt-'], rest: '[0-9a-f]{40,}', rules: 'gitlab-ptt' },
  {
    kind: 'GitLab token',
    prefixes: ['glcbt-'],
    rest: '[0-9a-zA-Z]{1,5}_[\\w-]{20,}',
    rules: 'gitlab-cicd-job-token',
  },
  { kind: 'GitLab token', prefixes: ['GR1348941'], rest: '[\\w-]{20,}', rules: 'gitlab-rrt' },
  {
    kind: 'GitLab token',
    prefixes: ['_gitlab_session='],
    rest: '[0-9a-z]{32,}',
    keeps: '_gitlab_session=',
    rules: 'gitlab-session-cookie',
  },
  {
    kind: 'Slack token',
    prefixes: ['xapp-'],
    rest: '\\d-[A-Za-z0-9]+-\\d+-[A-Za-z0-9]+',
    rules: 'slack-app-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['xoxb-'],
    rest: '\\d{8,14}-[A-Za-z0-9-]{10,}',
    rules: 'slack-bot-token, slack-legacy-bot-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['xoxp-', 'xoxe-'],
    rest: '\\d{10,13}(?:-\\d{10,13}){2}-[A-Za-z0-9-]{28,}|\\d-[A-Za-z0-9]{146,}',
    rules: 'slack-user-token, slack-config-refresh-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['xoxe.xoxb-', 'xoxe.xoxp-'],
    rest: '\\d-[A-Za-z0-9]{163,}',
    rules: 'slack-config-access-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['xoxo-', 'xoxs-'],
    rest: '\\d+-\\d+-\\d+-[a-fA-F\\d]+',
    rules: 'slack-legacy-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['xoxa-', 'xoxr-'],
    rest: '(?:\\d-)?[0-9a-zA-Z]{8,}',
    rules: 'slack-legacy-workspace-token',
  },
  {
    kind: 'Slack token',
    prefixes: ['hooks.slack.com/'],
    rest: '(?:services|workflows|triggers)/[A-Za-z0-9+/]{43,}',
    keeps: 'hooks\\.slack\\.com/[a-z]+/',
    rules: 'slack-webhook-url',
  },
  {
    kind: 'OpenAI key',
    prefixes: ['sk-proj-', 'sk-svcacct-', 'sk-admin-'],
    rest: '[\\w-]{58,}',
    startsWord: true,
    rules: 'openai-api-key',
  },
  {
    kind: 'OpenAI key',
    prefixes: ['sk-'],
    rest: '[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20,}',
    startsWord: true,
    rules: 'openai-api-key',
  },
  // gitleaks has `api` and `admin`; tokens of signed-in tools have other words in that place.
  {
    kind: 'Anthropic key',
    prefixes: ['sk-ant-'],
    rest: '[a-z]{3,10}\\d\\d-[\\w-]{80,}',
    startsWord: true,
    rules: 'anthropic-api-key, anthropic-admin-api-key',
  },
  { kind: 'npm token', prefixes: ['npm_'], rest: '[A-Za-z0-9]{36,}', rules: 'npm-access-token' },
  {
    kind: 'PyPI token',
    prefixes: ['pypi-AgEIcHlwaS5vcmc'],
    rest: '[\\w-]{50,}',
    rules: 'pypi-upload-token',
  },
  {
    kind: 'Stripe key',
    prefixes: ['sk_test_', 'sk_live_', 'sk_prod_', 'rk_test_', 'rk_live_', 'rk_prod_'],
    rest: '[A-Za-z0-9]{10,}',
    startsWord: true,
    rules: 'stripe-access-token',
  },
  {
    kind: 'JWT',
    prefixes: ['ey'],
    // Not after a dash, so that a run of its own alphabet is read once.
    rest: '(?<!-ey)[\\w-]{17,}\\.ey[\\w-]{17,}\\.[\\w-]*',
    startsWord: true,
    rules: 'jwt',
  },
  // Searched by the rare characters in their middle.
  {
    kind: 'Azure key',
    prefixes: ['Q~'],
    rest: '(?<=[\\w~.]{3}\\dQ~)[\\w~.-]{31,}',
    rules: 'azure-ad-client-secret',
  },
  {
    kind: 'Telegram bot token',
    prefixes: [':A'],
    rest: '(?<=\\d{5}:A)[\\w-]{34,}',
    rules: 'telegram-bot-api-token',
  },
  // Our own: of redis/people/token-store.ts and sign-in/session-store.ts, and codes of audience/invitations/invitation.ts.
  { kind: 'jobwire token', prefixes: ['jw_'], rest: '[\\w-]{43,}', startsWord: true },
  { kind: 'jobwire session', prefixes: ['jws_', 'jwo_'], rest: '[\\w-]{43}', startsWord: true },
  { kind: 'jobwire invitation', prefixes: ['jwi_'], rest: '[\\w-]{55}', startsWord: true },
];

/** Part of a credential before its prefix. */
export const LEADS: Partial<Record<SecretKind, RegExp>> = {
  'Azure key': /[\w~.]{3}\d$/,
  'Telegram bot token': /\d{5,16}$/,
};
