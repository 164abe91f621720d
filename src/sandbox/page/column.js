import { domId, element, photo, renderMessage, startPayload } from './message.js';

const keepAtMost = 300;
const toastMs = 4000;
const maxPhotoSide = 1280;

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
  const list = element('ol', {
    className: 'messages',
    tabIndex: 0,
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `Percakapan ${label}`,
  });
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

  const atBottom = () => list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const scrollDown = () => {
    list.scrollTop = list.scrollHeight;
  };

  /** Puts a message in its place; focus inside it survives an edit by staying on the button of the same number. */
  function upsert(message, chat) {
    const stick = atBottom();
    const node = joinAlbum(message) ?? renderMessage(message, context, handlers);
    for (const image of node.querySelectorAll('img')) image.onload = () => stick && scrollDown();
    if (message.album) node.dataset.album = message.album;
    const old = document.getElementById(domId(chatId, message.id));
    if (node.isConnected) {
      // It joined its album.
    } else if (old) {
      const rest = [...old.querySelectorAll('.photo')].slice(1);
      node.querySelector('.photos')?.append(...rest);
      node.querySelector('.photos')?.classList.toggle('many', rest.length > 0);
      const buttons = [...old.querySelectorAll('.key')];
      const focused = buttons.indexOf(document.activeElement);
      old.replaceWith(node);
      if (focused >= 0) {
        const next = [...node.querySelectorAll('.key')];
        (next[Math.min(focused, next.length - 1)] ?? list).focus({ preventScroll: true });
      }
    } else {
      hint.remove();
      list.append(node);
    }
    if (message.isBot) typing.hidden = true;
    while (list.childElementCount > keepAtMost) list.firstElementChild.remove();
    if (chat) update(chat);
    if (stick) scrollDown();
  }

  /** A later picture of an album goes beside those before it; the bubble shows it once, with the first one's caption. */
  function joinAlbum(message) {
    const place = document.getElementById(`photo_${domId(chatId, message.id)}`);
    const first = place?.closest('li') ?? list.lastElementChild;
    const isLater = first?.id !== domId(chatId, message.id);
    if (!message.album || !message.photo || first?.dataset.album !== message.album || !isLater) return null;
    const picture = photo(chatId, message, handlers);
    if (place) place.replaceWith(picture);
    else first.querySelector('.photos').append(picture);
    first.querySelector('.photos').classList.add('many');
    return picture;
  }

  function remove(messageId) {
    document.getElementById(domId(chatId, messageId))?.remove();
    document.getElementById(`photo_${domId(chatId, messageId)}`)?.remove();
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
    const picture = file.type.startsWith('image/') ? await shrunk(file).catch(() => null) : null;
    const data = await base64(picture ?? file);
    const caption = input.value.trim();
    input.value = '';
    if (picture) await run({ act: 'photo', data, ...(caption ? { caption } : {}), ...place() });
    else
      await run({
        act: 'document',
        data,
        name: file.name,
        mimeType: file.type || 'application/octet-stream',
        ...place(),
      });
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

  const menuItem = (text, onclick) =>
    element(
      'button',
      {
        type: 'button',
        onclick: () => {
          menu.open = false;
          onclick();
        },
      },
      text,
    );
  const commandList = element('div', { className: 'command-list' });
  const menu = element(
    'details',
    {
      className: 'menu',
      ontoggle: () => {
        if (menu.open) void fillCommands();
      },
    },
    element('summary', { 'aria-label': `Menu ${label}`, title: 'Menu' }, '☰'),
    element(
      'div',
      { className: 'menu-items' },
      commandList,
      !isGroup && menuItem('▶️ Mulai (/start)', () => run({ act: 'start', payload: '' })),
      menuItem('🖼️ Kirim foto atau berkas', () => picker.click()),
      !isGroup && menuItem('📱 Kirim kontak sendiri', () => run({ act: 'contact' })),
      menuItem('📍 Kirim lokasi (Dramaga)', sendLocation),
      !isGroup && menuItem('🚫 Blokir / buka blokir bot', () => run({ act: state.blocked ? 'unblock' : 'block' })),
    ),
  );
  menu.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.firstElementChild.focus();
  };
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });

  async function fillCommands() {
    const found = await page.commands(person, chatId).catch(() => []);
    commandList.replaceChildren(
      ...found.map(({ command, description }) =>
        menuItem(`/${command} · ${description}`, () => run({ act: 'send', text: `/${command}`, ...place() })),
      ),
    );
  }

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
    list,
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
  list.append(hint);
  renderTopics();
  renderReplyKeyboard();
  blockedNote.hidden = !data.blocked;

  return {
    chatId,
    root,
    upsert,
    /** After the column stands in the page. */
    fill() {
      for (const message of data.messages) upsert(message);
      scrollDown();
    },
    update,
    shortName: isGroup ? 'Admin' : person.name,
    focus: () => input.focus({ preventScroll: true }),
    remove,
    showTyping() {
      typing.hidden = false;
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => {
        typing.hidden = true;
      }, 5000);
    },
    answer(data) {
      for (const busy of list.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy');
      if (data.url) handlers.onUrl(data.url);
      if (!data.text) return;
      if (data.alert) page.showAlert(data.text);
      else showToast(data.text);
    },
  };
}

/** Telegram's apps send photos as JPEG of at most 1280 pixels. */
async function shrunk(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, maxPhotoSide / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(new Error('Berkas tidak terbaca.'));
    reader.readAsDataURL(blob);
  });
}
