import { Composer } from 'grammy';
import { listOwnApplications } from '../../domain/application/get-application.ts';
import { getContract, listOwnContracts } from '../../domain/contract/get-contract.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import { onCallback } from '../callback.ts';
import type { BotContext } from '../context.ts';
import { openRent } from '../start/menu.ts';
import type { OutMessage } from '../ui/message.ts';
import { wordsOf } from '../words.ts';
import { contractView, openContract, rentView } from './contract-view.ts';
import { ownerName } from './owner-name.ts';

/** `/sewa`: a tenant's applications and contracts; a contract's card for both sides. */
export const contractFeature = new Composer<BotContext>();

async function rent(ctx: BotContext): Promise<OutMessage> {
  if (ctx.person.profile === null) return rentView(wordsOf(ctx), { applications: [], contracts: [] });
  const applications = await listOwnApplications(ctx.domain);
  const contracts = await listOwnContracts(ctx.domain);
  return rentView(wordsOf(ctx), { applications, contracts });
}

contractFeature.chatType('private').command(['sewa', 'rent'], async (ctx) => ctx.answer(await rent(ctx)));
onCallback(contractFeature, openRent, async (ctx) => ctx.answer(await rent(ctx)));

onCallback(contractFeature, openContract, async (ctx, { id }) => {
  const contract = await getContract(ctx.domain, { contractId: id });
  const { tx } = ctx.domain;
  const owner = await profileStore.peek(tx, contract.ownerId);
  ctx.answer(
    contractView(wordsOf(ctx), contract, {
      side: ctx.person.profile?.id === contract.ownerId ? 'owner' : 'tenant',
      ownerName: await ownerName(tx, { ownerId: contract.ownerId, fallback: contract.ownerName }),
      ownerPhone: owner?.phone ?? null,
    }),
  );
});
