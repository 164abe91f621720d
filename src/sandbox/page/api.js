/** What the page asks of the sandbox. Every failure is an Error with a sentence that can be shown. */

async function ask(path, body) {
  const options =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.message || 'Simulator tidak menjawab.');
  return result;
}

export const loadState = () => ask('/sandbox/api/state');
export const act = (person, chatId, what) => ask('/sandbox/api/act', { userId: person.id, chatId, ...what });
export const commands = (person, chatId) => ask(`/sandbox/api/commands?userId=${person.id}&chatId=${chatId}`);
export const moveClock = (ms) => ask('/sandbox/api/clock', { ms });
export const readQr = (fileId) => ask(`/sandbox/api/qr/${encodeURIComponent(fileId)}`);
export const pay = (fileId) => ask('/sandbox/pay', { fileId });
export const fileUrl = (fileId) => `/sandbox/api/files/${encodeURIComponent(fileId)}`;

/** Calls `handlers[kind](data)` for each event; `onLost` and `onBack` around an interruption. */
export function listen(handlers, { onLost, onBack }) {
  const source = new EventSource('/sandbox/api/events');
  let lost = false;
  source.onerror = () => {
    lost = true;
    onLost();
  };
  source.onopen = () => {
    if (lost) onBack();
    lost = false;
  };
  for (const [kind, handler] of Object.entries(handlers)) {
    source.addEventListener(kind, (event) => handler(JSON.parse(event.data)));
  }
}
