import { contractStore } from '../../domain/contract/contract-store.ts';
import { isOwnerOf, type OutboxViews } from '../ui/outbox-view.ts';
import { wordsFor } from '../ui/words.ts';
import { contractPeople } from './contract-people.ts';
import { agreedView, notPaidView } from './contract-view.ts';

export const contractEvents: Partial<OutboxViews> = {
  'contract.agreed': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && agreedView(wordsFor(view), contract, await contractPeople(view.tx, contract, view.recipient));
  },
  'contract.not-paid': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && notPaidView(wordsFor(view), contract, isOwnerOf(view, contract) ? 'owner' : 'tenant');
  },
};
