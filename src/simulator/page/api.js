// Asking the simulator: acts (POST) and looks (GET).
import { toast } from './dialogs.js';

/** Does something in the world; answers its JSON. A refusal is shown and answered as undefined. */
export async function act(name, body = {}) {
  return await ask(`/sim/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function look(name, query = {}) {
  return await ask(`/sim/${name}?${new URLSearchParams(query)}`);
}

async function ask(url, init) {
  try {
    const response = await fetch(url, init);
    const body = await response.json();
    if (response.ok) return body;
    toast(body.error ?? `Error ${response.status}`, 'problem');
  } catch {
    toast('The simulator does not answer.', 'problem');
  }
  return undefined;
}
