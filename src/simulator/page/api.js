// Calls the simulator: actions (POST) and views (GET).
import { toast } from './dialogs.js';

/** Runs an action; returns its JSON. A refusal is shown as a toast, and undefined is returned. */
export async function act(name, body = {}) {
  return await ask(`/sim/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function view(name, query = {}) {
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
