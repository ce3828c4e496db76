// Opens Mini Apps as Telegram's web apps do: in a frame of a phone's width, with signed data and colours behind the #.
// The app says what it wants by postMessage (https://core.telegram.org/api/web-events).
import { view } from './api.js';
import { alertDialog } from './dialogs.js';
import { el } from './dom.js';
import { selection } from './selection.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Telegram's own colours (https://core.telegram.org/bots/webapps#themeparams). */
const THEMES = {
  light: {
    bg_color: '#ffffff',
    text_color: '#000000',
    hint_color: '#707579',
    link_color: '#3390ec',
    button_color: '#3390ec',
    button_text_color: '#ffffff',
    secondary_bg_color: '#f4f4f5',
    header_bg_color: '#ffffff',
    section_bg_color: '#ffffff',
    accent_text_color: '#3390ec',
    section_header_text_color: '#707579',
    subtitle_text_color: '#707579',
    destructive_text_color: '#df3f40',
  },
  dark: {
    bg_color: '#212121',
    text_color: '#ffffff',
    hint_color: '#aaaaaa',
    link_color: '#8774e1',
    button_color: '#8774e1',
    button_text_color: '#ffffff',
    secondary_bg_color: '#0f0f0f',
    header_bg_color: '#212121',
    section_bg_color: '#212121',
    accent_text_color: '#8774e1',
    section_header_text_color: '#aaaaaa',
    subtitle_text_color: '#aaaaaa',
    destructive_text_color: '#e53935',
  },
};

const theme = () => THEMES[DARK.matches ? 'dark' : 'light'];

let opened;

/** In the open chat, as the person whom the reader acts as. */
export async function openMiniApp(url) {
  const { chatId, personId } = selection;
  const signed = await view('init-data', { chatId, personId });
  if (signed === undefined) return;
  closeMiniApp();
  const frame = el('iframe', {
    class: 'mini-app-frame',
    title: 'Mini App',
    src: withData(url, signed.data),
    allow: 'clipboard-write',
  });
  const bar = el(
    'header',
    { class: 'mini-app-bar' },
    button('‹', 'Back', () => tell('back_button_pressed')),
    el('h2', { text: new URL(url).host }),
    button('✕', 'Close the Mini App', closeMiniApp),
  );
  bar.firstElementChild.hidden = true;
  const node = el(
    'section',
    { id: 'mini-app', role: 'dialog', 'aria-label': 'Mini App' },
    bar,
    frame,
  );
  opened = { node, frame, bar, origin: new URL(url).origin };
  document.body.append(node);
}

function button(text, label, click) {
  return el('button', { type: 'button', class: 'icon', 'aria-label': label, text, on: { click } });
}

function withData(url, data) {
  const address = new URL(url);
  address.hash = new URLSearchParams({
    tgWebAppData: data,
    tgWebAppVersion: '9.1',
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(theme()),
  });
  return address.href;
}

function closeMiniApp() {
  opened?.node.remove();
  opened = undefined;
}

function tell(eventType, eventData = null) {
  opened?.frame.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), opened.origin);
}

function colour(given) {
  const known = theme()[given?.color_key] ?? given?.color;
  return /^#[0-9a-f]{6}$/i.test(known ?? '') ? known : undefined;
}

const HANDLERS = {
  web_app_ready: () => opened.node.classList.add('ready'),
  web_app_expand: () => tellViewport(true),
  web_app_request_viewport: () => tellViewport(true),
  web_app_request_theme: () => tell('theme_changed', { theme_params: theme() }),
  web_app_close: closeMiniApp,
  web_app_set_header_color: (data) =>
    opened.bar.style.setProperty('background', colour(data) ?? ''),
  web_app_set_background_color: (data) =>
    opened.frame.style.setProperty('background', colour(data) ?? ''),
  web_app_setup_back_button(data) {
    opened.bar.firstElementChild.hidden = data?.is_visible !== true;
  },
  web_app_open_link(data) {
    if (/^https?:/.test(data?.url ?? '')) window.open(data.url, '_blank', 'noopener,noreferrer');
  },
  async web_app_open_popup(data) {
    await alertDialog(String(data?.message ?? ''));
    tell('popup_closed', { button_id: data?.buttons?.[0]?.id ?? '' });
  },
};

function tellViewport(isExpanded) {
  const { width, height } = opened.frame.getBoundingClientRect();
  tell('viewport_changed', { width, height, is_state_stable: true, is_expanded: isExpanded });
}

addEventListener('message', ({ source, origin, data }) => {
  if (source !== opened?.frame.contentWindow || origin !== opened.origin) return;
  const { eventType, eventData } = parsed(data);
  const given = typeof eventData === 'string' ? parsed(eventData) : eventData;
  if (Object.hasOwn(HANDLERS, eventType)) return HANDLERS[eventType](given);
});
DARK.addEventListener('change', () => tell('theme_changed', { theme_params: theme() }));

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
