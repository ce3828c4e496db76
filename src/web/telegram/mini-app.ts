// The page as a Telegram Mini App: its init data, its colours, and the few messages that Telegram expects. What
// telegram.org's script does with them is little, and would be a stranger's code on a page that decides things.

export interface MiniApp {
  /** What Telegram signed, as it came. */
  readonly initData: string;
  readonly colours: Readonly<Record<string, string>>;
}

type Proxy = { postEvent(name: string, data: string): void };

const COLOUR = /^#[0-9a-f]{6}$/i;
/** Telegram's colour → ours. */
const COLOURS: Readonly<Record<string, string>> = {
  bg_color: '--ground',
  secondary_bg_color: '--raised',
  text_color: '--text',
  link_color: '--link',
};

/** `undefined`: it was opened in a browser. `hash`: of the address. */
export function miniAppIn(hash: string): MiniApp | undefined {
  const fields = new URLSearchParams(hash.slice(1));
  const initData = fields.get('tgWebAppData');
  if (initData === null || initData === '') return undefined;
  return { initData, colours: coloursIn(fields.get('tgWebAppThemeParams') ?? '') };
}

export function beginMiniApp({ colours }: MiniApp): void {
  applyColours(colours);
  addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || typeof data !== 'string') return;
    const theme = themeIn(data);
    if (theme !== undefined) applyColours(theme);
  });
  tellTelegram('web_app_ready');
  tellTelegram('web_app_expand');
}

/** Phones offer a proxy, Windows `external.notify`, Telegram on the web is the page around this one. */
function tellTelegram(eventType: string): void {
  const { TelegramWebviewProxy: proxy } = window as { TelegramWebviewProxy?: Proxy };
  const { notify } = window.external as { notify?: (message: string) => void };
  const message = JSON.stringify({ eventType, eventData: {} });
  if (proxy !== undefined) proxy.postEvent(eventType, '{}');
  else if (typeof notify === 'function') notify.call(window.external, message);
  // Whoever frames this page is in the policy of frame-ancestors, and the message says nothing about anybody.
  else if (window.parent !== window) window.parent.postMessage(message, '*');
}

function themeIn(message: string): Record<string, string> | undefined {
  try {
    const { eventType, eventData } = JSON.parse(message);
    if (eventType !== 'theme_changed') return undefined;
    return coloursIn(JSON.stringify(eventData?.theme_params ?? {}));
  } catch {
    return undefined;
  }
}

function coloursIn(json: string): Record<string, string> {
  try {
    const found = Object.entries(JSON.parse(json)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && COLOUR.test(entry[1]),
    );
    return Object.fromEntries(found);
  } catch {
    return {};
  }
}

function applyColours(colours: Readonly<Record<string, string>>): void {
  const { style, dataset } = document.documentElement;
  for (const [theirs, ours] of Object.entries(COLOURS)) {
    const colour = colours[theirs];
    if (colour !== undefined) style.setProperty(ours, colour);
  }
  const ground = colours.bg_color;
  if (ground !== undefined) dataset.theme = isDark(ground) ? 'dark' : 'light';
}

/** By its brightness as eyes see it. */
function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(colour.slice(at, at + 2), 16),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}
