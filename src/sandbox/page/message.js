import { fileUrl } from './api.js';

/** `element('p', { className: 'x' }, 'text', child)`: text always becomes a text node, never HTML. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const blocks = new Set(['pre', 'blockquote', 'expandable_blockquote']);
const tags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/**
 * A text with Telegram's entities (UTF-16 offsets) as nodes. Entities nest; overlapping ones do not come from a server.
 * `onCommand(text)` and `onStart(payload)` are what links to the bot do.
 */
export function richText(text, entities, handlers) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, list) => {
    const nodes = [];
    let at = from;
    let index = 0;
    while (index < list.length) {
      const entity = list[index];
      const end = Math.min(to, entity.offset + entity.length);
      index += 1;
      if (entity.offset < at) continue;
      const inner = [];
      while (index < list.length && list[index].offset < end) inner.push(list[index++]);
      if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
      nodes.push(wrap(entity, text.slice(entity.offset, end), build(entity.offset, end, inner), handlers));
      // A block ends its line by itself.
      at = end < to && blocks.has(entity.type) && text[end] === '\n' ? end + 1 : end;
    }
    if (at < to) nodes.push(text.slice(at, to));
    return nodes;
  };
  return build(0, text.length, sorted);
}

function wrap(entity, content, children, handlers) {
  const { type } = entity;
  if (type === 'text_link' || type === 'url') return link(entity.url ?? content, children, handlers);
  if (type === 'bot_command') {
    return element(
      'button',
      { type: 'button', className: 'link', onclick: () => handlers.onCommand(content) },
      ...children,
    );
  }
  if (type === 'spoiler') {
    const button = element(
      'button',
      { type: 'button', className: 'spoiler', 'aria-label': 'Tampilkan teks tersembunyi' },
      ...children,
    );
    button.onclick = () => {
      button.classList.add('open');
      button.removeAttribute('aria-label');
    };
    return button;
  }
  const tag = tags[type];
  return tag ? element(tag, {}, ...children) : element('span', {}, ...children);
}

function link(raw, children, handlers) {
  const address = /^[a-z]+:\/\//i.test(raw) ? raw : `https://${raw}`;
  const payload = startPayload(address, handlers.username);
  if (payload !== null) {
    return element(
      'button',
      { type: 'button', className: 'link', onclick: () => handlers.onStart(payload) },
      ...children,
    );
  }
  if (!/^https?:\/\//i.test(address)) return element('span', {}, ...children);
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** The payload of `t.me/<bot>?start=…`, '' when there is none, null when it is another link. */
export function startPayload(address, username) {
  try {
    const url = new URL(address);
    const name = url.pathname.slice(1).toLowerCase();
    if (!['t.me', 'telegram.me'].includes(url.hostname) || name !== username.toLowerCase()) return null;
    return url.searchParams.get('start') ?? '';
  } catch {
    return null;
  }
}

const clockTime = (date, timezone) =>
  new Intl.DateTimeFormat('id-ID', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(date);

/** One bubble. `handlers` has what its parts do when they are clicked. */
export function renderMessage(message, context, handlers) {
  const own = context.people.some((person) => person.id === message.fromId);
  if (message.service)
    return element('li', { id: domId(context.chatId, message.id), className: 'service' }, message.service);
  const classes = ['message', message.isBot ? 'bot' : 'own', message.photo && !message.text ? 'only-photo' : ''];
  const topic = context.topics.find(({ id }) => id === message.thread);
  const bubble = element(
    'div',
    { className: 'bubble' },
    context.isGroup && !message.isBot && element('span', { className: 'sender' }, message.from),
    element('span', { className: 'sr-only' }, `${message.from}: `),
    topic && element('span', { className: 'topic' }, `# ${topic.name}`),
    message.forwarded && element('span', { className: 'forwarded' }, 'Diteruskan'),
    message.reply && element('span', { className: 'quote' }, message.reply.text),
    message.photo && element('div', { className: 'photos' }, photo(context.chatId, message, handlers)),
    message.file && fileLink(message.file),
    message.sticker && element('span', { className: 'sticker' }, message.sticker),
    message.location && place(message.location),
    message.contact &&
      element(
        'span',
        { className: 'contact' },
        `👤 ${message.contact.name}`,
        element('br'),
        `+${message.contact.phone.replace(/^\+/, '')}`,
      ),
    message.text && element('div', { className: 'text' }, ...richText(message.text, message.entities, handlers)),
    element(
      'span',
      { className: 'meta' },
      message.reactions.length > 0 &&
        element(
          'span',
          { className: 'reactions', 'aria-label': `Reaksi: ${message.reactions.join(' ')}` },
          message.reactions.join(' '),
        ),
      message.edited && 'diubah ',
      element('time', { dateTime: new Date(message.date).toISOString() }, clockTime(message.date, context.timezone)),
    ),
  );
  const tools = element(
    'div',
    { className: 'tools' },
    element(
      'button',
      { type: 'button', title: 'Balas', 'aria-label': 'Balas pesan ini', onclick: () => handlers.onReply(message) },
      '↩',
    ),
    own &&
      message.text &&
      element(
        'button',
        { type: 'button', title: 'Ubah', 'aria-label': 'Ubah pesan ini', onclick: () => handlers.onEdit(message) },
        '✎',
      ),
  );
  return element(
    'li',
    { id: domId(context.chatId, message.id), className: classes.filter(Boolean).join(' ') },
    element('div', { className: 'row' }, bubble, tools),
    message.keyboard.length > 0 && inlineKeyboard(message, handlers),
  );
}

export const domId = (chatId, messageId) => `m${chatId}_${messageId}`;

/** A picture of a message; in an album the later ones stand beside the first. */
export function photo(chatId, message, handlers) {
  const image = element('img', {
    src: fileUrl(message.photo),
    alt: message.text ? `Foto: ${message.text.slice(0, 60)}` : 'Foto',
    loading: 'lazy',
  });
  return element(
    'button',
    {
      type: 'button',
      className: 'photo',
      id: `photo_${domId(chatId, message.id)}`,
      'aria-label': 'Buka foto',
      onclick: () => handlers.onPhoto(message),
    },
    image,
  );
}

function fileLink(file) {
  const size = file.size > 0 ? ` (${Math.max(1, Math.round(file.size / 1024))} KB)` : '';
  return element('a', { className: 'file', href: fileUrl(file.id), download: file.name }, `📎 ${file.name}${size}`);
}

function place({ latitude, longitude }) {
  return element('span', { className: 'contact' }, `📍 ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`);
}

function inlineKeyboard(message, handlers) {
  return element(
    'div',
    { className: 'inline-keyboard', role: 'group', 'aria-label': 'Tombol pesan' },
    ...message.keyboard.map((row, rowIndex) =>
      element(
        'div',
        { className: 'keys' },
        ...row.map((button, column) => inlineButton(button, message, rowIndex, column, handlers)),
      ),
    ),
  );
}

function inlineButton(button, message, row, column, handlers) {
  const style = button.style ? ` ${button.style}` : '';
  const properties = { type: 'button', className: `key${style}`, disabled: button.disabled !== undefined };
  if (button.copy_text) {
    return element(
      'button',
      {
        ...properties,
        title: `Salin: ${button.copy_text.text}`,
        onclick: () => handlers.onCopy(button.copy_text.text),
      },
      button.text,
      element('span', { className: 'mark copy', 'aria-hidden': 'true' }),
    );
  }
  if (button.url) {
    return element(
      'button',
      { ...properties, onclick: () => handlers.onUrl(button.url) },
      button.text,
      element('span', { className: 'mark', 'aria-hidden': 'true' }, '↗'),
    );
  }
  return element(
    'button',
    { ...properties, onclick: (event) => handlers.onPress(message, row, column, event.currentTarget) },
    button.text,
  );
}
