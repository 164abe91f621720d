import { act, commands, fileUrl, listen, loadState, moveClock, pay, readQr } from './api.js';
import { createColumn } from './column.js';
import { element } from './message.js';

const byId = (id) => document.getElementById(id);
const columns = new Map();
let clock = { now: Date.now(), at: performance.now(), timezone: 'Asia/Jakarta' };

/** Read out, not shown: what a sighted person sees anyway. */
const announce = (text) => {
  byId('announce').textContent = text;
};

const showAlert = (text) => {
  byId('alert-text').textContent = text;
  if (!byId('alert').open) byId('alert').showModal();
};
byId('alert-close').onclick = () => byId('alert').close();

const viewer = { fileId: null };
async function openPhoto(message) {
  viewer.fileId = message.photo;
  byId('viewer-image').src = fileUrl(message.photo);
  byId('viewer-image').alt = message.text ? message.text.slice(0, 120) : 'Foto';
  byId('viewer-result').textContent = '';
  byId('viewer-pay').hidden = true;
  byId('viewer-pay').disabled = false;
  byId('viewer').showModal();
  const { text } = await readQr(message.photo).catch(() => ({ text: null }));
  if (text !== null && viewer.fileId === message.photo) {
    byId('viewer-pay').hidden = false;
    byId('viewer-pay').focus();
  }
}
byId('viewer-close').onclick = () => byId('viewer').close();
byId('viewer').onclick = (event) => {
  if (event.target === byId('viewer')) byId('viewer').close();
};
byId('viewer-pay').onclick = async () => {
  byId('viewer-pay').disabled = true;
  byId('viewer-result').textContent = 'Membayar…';
  try {
    const result = await pay(viewer.fileId);
    byId('viewer-result').textContent = result.message;
    byId('viewer-pay').disabled = result.ok;
    if (result.ok) setTimeout(() => byId('viewer').close(), 1200);
  } catch (error) {
    byId('viewer-result').textContent = error.message;
    byId('viewer-pay').disabled = false;
  }
};

function showClock() {
  const date = new Date(clock.now + performance.now() - clock.at);
  byId('now').dateTime = date.toISOString();
  byId('now').textContent = new Intl.DateTimeFormat('id-ID', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: clock.timezone,
    timeZoneName: 'short',
  }).format(date);
}
setInterval(showClock, 1000);

function setClock(now) {
  clock = { ...clock, now, at: performance.now() };
  showClock();
}

for (const button of document.querySelectorAll('[data-move]')) {
  button.onclick = async () => {
    const all = document.querySelectorAll('[data-move]');
    for (const other of all) other.disabled = true;
    try {
      setClock((await moveClock(Number(button.dataset.move))).now);
      announce(`Jam maju: ${byId('now').textContent}`);
    } catch (error) {
      showAlert(error.message);
    }
    for (const other of all) other.disabled = false;
    button.focus();
  };
}

/** On a phone one column fills the screen; these buttons go to each. */
function renderJump() {
  byId('jump').replaceChildren(
    ...[...columns.values()].map((column) =>
      element(
        'button',
        {
          type: 'button',
          id: `jump${column.chatId}`,
          onclick: () => {
            column.root.scrollIntoView({ behavior: 'smooth', inline: 'start', block: 'nearest' });
            column.focus();
          },
        },
        column.shortName,
      ),
    ),
  );
}

async function load() {
  missed = [];
  const state = await loadState();
  clock.timezone = state.timezone;
  setClock(state.now);
  columns.clear();
  for (const data of state.columns) {
    columns.set(
      data.chatId,
      createColumn(data, { bot: state.bot, timezone: state.timezone, act, commands, announce, showAlert, openPhoto }),
    );
  }
  byId('columns').replaceChildren(...[...columns.values()].map((column) => column.root));
  for (const column of columns.values()) column.fill();
  renderJump();
  const late = missed ?? [];
  missed = null;
  for (const what of late) what();
}

/** What happened while the state was on its way is done after it. */
let missed = [];
const isVisible = (column) => {
  const box = column.root.getBoundingClientRect();
  return box.left < window.innerWidth - 40 && box.right > 40;
};

/** On a phone: something came in a chat that is not on the screen. */
function mark(column, message) {
  if (message.isBot && !isVisible(column)) byId(`jump${column.chatId}`)?.classList.add('unread');
}
byId('columns').addEventListener('scroll', () => {
  for (const column of columns.values()) {
    if (isVisible(column)) byId(`jump${column.chatId}`)?.classList.remove('unread');
  }
});

const at = (data, what) => {
  if (missed) missed.push(() => at(data, what));
  else if (columns.has(data.chatId)) what(columns.get(data.chatId));
};

listen(
  {
    message: (data) =>
      at(data, (column) => {
        column.upsert(data.message, data.chat);
        mark(column, data.message);
      }),
    delete: (data) => at(data, (column) => column.remove(data.messageId)),
    chat: (data) => at(data, (column) => column.update(data)),
    action: (data) => at(data, (column) => column.showTyping()),
    answer: (data) => at(data, (column) => column.answer(data)),
    clock: (data) => setClock(data.now),
  },
  {
    onLost: () => {
      byId('connection').hidden = false;
    },
    onBack: () => {
      byId('connection').hidden = true;
      void load();
    },
  },
);

load().catch((error) => {
  byId('columns').replaceChildren(element('p', { className: 'empty' }, error.message));
});
