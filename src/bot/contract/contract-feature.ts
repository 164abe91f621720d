import { Composer } from 'grammy';
import { listOwnApplications } from '../../domain/application/get-application.ts';
import { getContract, listOwnContracts } from '../../domain/contract/get-contract.ts';
import type { BotContext } from '../context.ts';
import { openRent } from '../start/menu.ts';
import { onCallback } from '../ui/callback.ts';
import type { OutMessage } from '../ui/message.ts';
import { wordsOf } from '../ui/words.ts';
import { openContract } from './contract-buttons.ts';
import { contractPeople } from './contract-people.ts';
import { contractView, rentView } from './contract-view.ts';

/** `/sewa`: a tenant's applications and contracts; a contract's card for both sides. */
export const contractFeature = new Composer<BotContext>();

async function rent(ctx: BotContext): Promise<OutMessage> {
  if (ctx.person.profile === null) return rentView(wordsOf(ctx), { applications: [], contracts: [] });
  const [applications, contracts] = await Promise.all([listOwnApplications(ctx.domain), listOwnContracts(ctx.domain)]);
  return rentView(wordsOf(ctx), { applications, contracts });
}

contractFeature.chatType('private').command(['sewa', 'rent'], async (ctx) => ctx.answer(await rent(ctx)));
onCallback(contractFeature, openRent, async (ctx) => ctx.answer(await rent(ctx)));

onCallback(contractFeature, openContract, async (ctx, { id }) => {
  const { contract, side } = await getContract(ctx.domain, { contractId: id });
  ctx.answer(contractView(wordsOf(ctx), contract, await contractPeople(ctx.domain.tx, contract, side)));
});
