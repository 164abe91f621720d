import { listOwnApplications } from '../../domain/application/get-application.ts';
import { getContract, listOwnContracts } from '../../domain/contract/get-contract.ts';
import type { BotContext } from '../context.ts';
import { type Feature, onCallback, onCommand } from '../feature.ts';
import { wordsOf } from '../ui/words.ts';
import { contractTap, rentButton, rentTap } from './contract-buttons.ts';
import { contractEvents } from './contract-events.ts';
import { contractPeople } from './contract-people.ts';
import { contractView, rentView } from './contract-view.ts';

async function showRent(ctx: BotContext): Promise<void> {
  if (ctx.person.profile === null) return ctx.answer(rentView(wordsOf(ctx), { applications: [], contracts: [] }));
  const [applications, contracts] = await Promise.all([listOwnApplications(ctx.domain), listOwnContracts(ctx.domain)]);
  ctx.answer(rentView(wordsOf(ctx), { applications, contracts }));
}

/** `/sewa`: a tenant's applications and contracts; a contract's card for both sides. */
export const contractFeature: Feature = {
  name: 'contract',
  commands: [onCommand(['sewa', 'rent'], showRent, { published: true })],
  callbacks: [
    onCallback(rentTap, showRent),
    onCallback(contractTap, async (ctx, { id }) => {
      const { contract, side } = await getContract(ctx.domain, { contractId: id });
      const people = await contractPeople(ctx.domain.tx, contract, side);
      ctx.answer(contractView(wordsOf(ctx), contract, people));
    }),
  ],
  events: contractEvents,
  menu: [{ row: 3, shown: (profile) => profile !== null, button: rentButton }],
};
