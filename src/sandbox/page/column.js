import { createMenu } from './column-menu.js';
import { element, startPayload } from './message.js';
import { createMessageList } from './message-list.js';
import { uploadAct } from './upload.js';

const toastMs = 4000;

/** One chat: bubbles, keyboards, typing box. `page` has what the columns share. */
export function createColumn(data, page) {
  const { chatId, people } = data;
  const isGroup = data.type !== 'private';
  const context = { chatId, isGroup, people, topics: data.topics, timezone: page.timezone };
  let state = data;
  let person = people[0];
  let replyTo = null;
  let editing = null;
  let typingTimer = null;

  const label = isGroup ? data.title : `${person.name} (${person.label})`;
  const toast = element('p', { className: 'toast', role: 'status', hidden: true });
  const typing = element('p', { className: 'typing', hidden: true }, 'bot sedang mengetik…');
  const replyKeyboard = element('div', { className: 'reply-keyboard', role: 'group', 'aria-label': 'Tombol balasan' });
  const draftInfo = element('div', { className: 'draft', hidden: true });
  const input = element('textarea', {
    rows: 1,
    placeholder: 'Tulis pesan…',
    'aria-label': `Pesan dari ${label}`,
    maxLength: 4096,
  });
  const blockedNote = element('p', { className: 'blocked', hidden: true }, 'Bot ini diblokir.');

  const run = (what) =>
    page.act(person, chatId, what).catch((error) => {
      page.showAlert(error.message);
      return null;
    });
  const place = () => ({
    ...(topicSelect && topicSelect.value !== '' ? { thread: Number(topicSelect.value) } : {}),
    ...(replyTo ? { replyTo: replyTo.id } : {}),
  });

  const handlers = {
    username: page.bot.username,
    onCommand: (text) => void run({ act: 'send', text }),
    onStart: (payload) => void run({ act: 'start', payload }),
    onPhoto: page.openPhoto,
    onReply: (message) => setDraft({ reply: message }),
    onEdit: (message) => setDraft({ edit: message }),
    onCopy: async (text) => {
      await navigator.clipboard?.writeText(text).catch(() => {});
      showToast(`Disalin: ${text}`);
    },
    onUrl: (url) => {
      const payload = startPayload(url, page.bot.username);
      if (payload !== null) void run({ act: 'start', payload });
      else window.open(url, '_blank', 'noopener');
    },
    onPress: async (message, row, column, button) => {
      button.setAttribute('aria-busy', 'true');
      setTimeout(() => button.removeAttribute('aria-busy'), 3000);
      await run({ act: 'press', messageId: message.id, row, column });
    },
  };

  const hint = isGroup
    ? element('li', { className: 'service' }, 'Belum ada pesan.')
    : element(
        'li',
        { className: 'first' },
        element(
          'button',
          { type: 'button', className: 'key primary', onclick: () => run({ act: 'start', payload: '' }) },
          'Mulai',
        ),
      );
  const list = createMessageList({ label, context, handlers, hint });

  function setDraft({ reply = null, edit = null }) {
    replyTo = reply;
    editing = edit;
    const source = reply ?? edit;
    draftInfo.hidden = !source;
    if (source) {
      draftInfo.replaceChildren(
        element('span', {}, `${reply ? 'Balas' : 'Ubah'}: ${(source.text || 'foto').slice(0, 60)}`),
        element('button', { type: 'button', 'aria-label': 'Batalkan', onclick: () => setDraft({}) }, '✕'),
      );
    }
    if (edit) input.value = edit.text;
    input.focus();
  }

  async function send() {
    const text = input.value.trim();
    if (text === '') return;
    const payload = startPayload(text, page.bot.username);
    const what = editing
      ? { act: 'edit', messageId: editing.id, text }
      : payload !== null && !isGroup
        ? { act: 'start', payload }
        : { act: 'send', text, ...place() };
    input.value = '';
    grow();
    setDraft({});
    await run(what);
  }

  const grow = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(120, input.scrollHeight)}px`;
  };
  input.oninput = grow;
  input.onkeydown = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') setDraft({});
  };

  function showToast(text) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => {
      toast.hidden = true;
    }, toastMs);
  }

  function update(chat) {
    state = { ...state, ...chat };
    context.topics = state.topics;
    renderTopics();
    renderReplyKeyboard();
    blockedNote.hidden = !state.blocked;
  }

  function renderReplyKeyboard() {
    const rows = state.replyKeyboard?.keyboard ?? [];
    const key = JSON.stringify(rows);
    if (replyKeyboard.dataset.key === key) return;
    replyKeyboard.dataset.key = key;
    replyKeyboard.hidden = rows.length === 0;
    input.placeholder = state.replyKeyboard?.input_field_placeholder || 'Tulis pesan…';
    replyKeyboard.replaceChildren(
      ...rows.map((row) =>
        element(
          'div',
          { className: 'keys' },
          ...row.map((button) => replyButton(typeof button === 'string' ? { text: button } : button)),
        ),
      ),
    );
  }

  function replyButton(button) {
    const onclick = async () => {
      if (button.request_contact && !window.confirm(`Kirim nomor HP ${person.name} ke bot?`)) return;
      if (button.request_location) await sendLocation();
      else await run({ act: 'reply-button', label: button.text });
    };
    return element('button', { type: 'button', className: `key ${button.style ?? ''}`, onclick }, button.text);
  }

  const sendLocation = () => run({ act: 'location', latitude: -6.5607, longitude: 106.7265, ...place() });

  async function sendFile(file) {
    const caption = input.value.trim();
    input.value = '';
    await run({ ...(await uploadAct(file, caption)), ...place() });
    setDraft({});
  }

  // -- the head: who speaks here, in which topic, and what else they can do ------------------------------------------
  const speaker =
    people.length > 1
      ? element(
          'select',
          {
            'aria-label': 'Bicara sebagai',
            onchange: (event) => {
              person = people.find(({ id }) => id === Number(event.target.value)) ?? person;
              language.value = person.language;
            },
          },
          ...people.map(({ id, name, label: what }) => element('option', { value: id }, `${name} (${what})`)),
        )
      : element('span', { className: 'label' }, isGroup ? `${person.name} (${person.label})` : person.label);
  const topicSelect = data.isForum ? element('select', { 'aria-label': 'Topik' }) : null;
  function renderTopics() {
    if (!topicSelect) return;
    const key = JSON.stringify(state.topics);
    if (topicSelect.dataset.key === key) return;
    topicSelect.dataset.key = key;
    const chosen = topicSelect.value;
    topicSelect.replaceChildren(
      element('option', { value: '' }, '# General'),
      ...state.topics.map(({ id, name, closed }) =>
        element('option', { value: id }, `# ${name}${closed ? ' 🔒' : ''}`),
      ),
    );
    topicSelect.value = state.topics.some(({ id }) => String(id) === chosen) ? chosen : '';
  }
  const language = element(
    'select',
    {
      'aria-label': `Bahasa Telegram ${label}`,
      title: 'Bahasa Telegram',
      onchange: async (event) => {
        person.language = event.target.value;
        await run({ act: 'language', language: event.target.value });
        showToast(
          event.target.value === 'en' ? 'Telegram kini berbahasa Inggris' : 'Telegram kini berbahasa Indonesia',
        );
      },
    },
    element('option', { value: 'id' }, 'ID'),
    element('option', { value: 'en' }, 'EN'),
  );
  language.value = person.language === 'en' ? 'en' : 'id';

  const picker = element('input', {
    type: 'file',
    hidden: true,
    onchange: async () => {
      for (const file of picker.files) await sendFile(file);
      picker.value = '';
    },
  });

  const menu = createMenu({
    label,
    loadCommands: () => page.commands(person, chatId),
    onCommand: (command) => run({ act: 'send', text: `/${command}`, ...place() }),
    items: [
      !isGroup && { text: '▶️ Mulai (/start)', onclick: () => run({ act: 'start', payload: '' }) },
      { text: '🖼️ Kirim foto atau berkas', onclick: () => picker.click() },
      !isGroup && { text: '📱 Kirim kontak sendiri', onclick: () => run({ act: 'contact' }) },
      { text: '📍 Kirim lokasi (Dramaga)', onclick: sendLocation },
      !isGroup && {
        text: '🚫 Blokir / buka blokir bot',
        onclick: () => run({ act: state.blocked ? 'unblock' : 'block' }),
      },
    ].filter(Boolean),
  });

  const root = element(
    'section',
    { className: 'column', 'aria-label': label },
    element(
      'header',
      {},
      element('span', { className: 'avatar', 'aria-hidden': 'true' }, isGroup ? '👥' : person.name[0]),
      element('div', { className: 'who' }, element('h2', {}, isGroup ? data.title : person.name), !isGroup && speaker),
      language,
      menu,
    ),
    isGroup && element('div', { className: 'group-bar' }, speaker, topicSelect),
    blockedNote,
    list.root,
    typing,
    toast,
    replyKeyboard,
    draftInfo,
    element(
      'form',
      {
        className: 'composer',
        onsubmit: (event) => {
          event.preventDefault();
          void send();
        },
      },
      input,
      element('button', { type: 'submit', 'aria-label': 'Kirim', title: 'Kirim (Enter)' }, '➤'),
    ),
    picker,
  );

  renderTopics();
  renderReplyKeyboard();
  blockedNote.hidden = !data.blocked;

  return {
    chatId,
    root,
    upsert(message, chat) {
      list.upsert(message);
      if (message.isBot) typing.hidden = true;
      update(chat);
    },
    remove: list.remove,
    /** After the column stands in the page. */
    fill() {
      for (const message of data.messages) list.upsert(message);
      list.scrollDown();
    },
    update,
    shortName: isGroup ? 'Admin' : person.name,
    focus: () => input.focus({ preventScroll: true }),
    showTyping() {
      typing.hidden = false;
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => {
        typing.hidden = true;
      }, 5000);
    },
    answer(data) {
      list.answered();
      if (data.url) handlers.onUrl(data.url);
      if (!data.text) return;
      if (data.alert) page.showAlert(data.text);
      else showToast(data.text);
    },
  };
}
