import { element } from './message.js';

/** ☰: the bot's commands as this person sees them, and what else one can do in the chat. */
export function createMenu({ label, loadCommands, onCommand, items }) {
  const commandList = element('div', { className: 'command-list' });
  const item = (text, onclick) =>
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

  async function fillCommands() {
    const found = await loadCommands().catch(() => []);
    commandList.replaceChildren(
      ...found.map(({ command, description }) => item(`/${command} · ${description}`, () => onCommand(command))),
    );
  }

  const menu = element(
    'details',
    {
      className: 'menu',
      ontoggle: () => {
        if (menu.open) void fillCommands();
      },
    },
    element('summary', { 'aria-label': `Menu ${label}`, title: 'Menu' }, '☰'),
    element('div', { className: 'menu-items' }, commandList, ...items.map(({ text, onclick }) => item(text, onclick))),
  );
  menu.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.firstElementChild.focus();
  };
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}
