import { domId, element, photo, renderMessage } from './message.js';

const keepAtMost = 300;
const nearTheEnd = 120;

/** The bubbles of one chat, newest at the bottom; `hint` stands there until the first one comes. */
export function createMessageList({ label, context, handlers, hint }) {
  const { chatId } = context;
  const root = element(
    'ol',
    {
      className: 'messages',
      tabIndex: 0,
      role: 'log',
      'aria-live': 'polite',
      'aria-label': `Percakapan ${label}`,
    },
    hint,
  );
  const nodeOf = (messageId) => document.getElementById(domId(chatId, messageId));
  const atBottom = () => root.scrollHeight - root.scrollTop - root.clientHeight < nearTheEnd;
  const scrollDown = () => {
    root.scrollTop = root.scrollHeight;
  };

  /** A later picture of an album goes beside those before it; the bubble shows it once, with the first one's caption. */
  function joinAlbum(message) {
    const place = document.getElementById(`photo_${domId(chatId, message.id)}`);
    const first = place?.closest('li') ?? root.lastElementChild;
    const isLater = first?.id !== domId(chatId, message.id);
    if (!message.album || !message.photo || first?.dataset.album !== message.album || !isLater) return null;
    const picture = photo(chatId, message, handlers);
    if (place) place.replaceWith(picture);
    else first.querySelector('.photos').append(picture);
    first.querySelector('.photos').classList.add('many');
    return picture;
  }

  /** Focus inside a message survives its edit: it stays on the button of the same number. */
  function replace(old, node) {
    const rest = [...old.querySelectorAll('.photo')].slice(1);
    node.querySelector('.photos')?.append(...rest);
    node.querySelector('.photos')?.classList.toggle('many', rest.length > 0);
    const focused = [...old.querySelectorAll('.key')].indexOf(document.activeElement);
    old.replaceWith(node);
    if (focused < 0) return;
    const next = [...node.querySelectorAll('.key')];
    (next[Math.min(focused, next.length - 1)] ?? root).focus({ preventScroll: true });
  }

  return {
    root,
    scrollDown,
    upsert(message) {
      const stick = atBottom();
      const node = joinAlbum(message) ?? renderMessage(message, context, handlers);
      for (const image of node.querySelectorAll('img')) image.onload = () => stick && scrollDown();
      if (message.album) node.dataset.album = message.album;
      const old = nodeOf(message.id);
      if (!node.isConnected && old) replace(old, node);
      else if (!node.isConnected) {
        hint.remove();
        root.append(node);
      }
      while (root.childElementCount > keepAtMost) root.firstElementChild.remove();
      if (stick) scrollDown();
    },
    remove(messageId) {
      nodeOf(messageId)?.remove();
      document.getElementById(`photo_${domId(chatId, messageId)}`)?.remove();
    },
    /** The bot has answered: no button waits any more. */
    answered() {
      for (const busy of root.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy');
    },
  };
}
