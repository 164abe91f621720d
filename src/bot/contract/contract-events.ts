import { contractStore } from '../../domain/contract/contract-store.ts';
import { invoiceStore } from '../../domain/invoice/invoice-store.ts';
import { ownerName } from '../../domain/profile/owner-name.ts';
import { type OutboxViews, recipientSide } from '../ui/outbox-view.ts';
import { wordsFor } from '../ui/words.ts';
import { contractPeople } from './contract-people.ts';
import { agreedView, notPaidView, offerView } from './contract-view.ts';

export const contractEvents: Partial<OutboxViews> = {
  'contract.offer': async (view, { contractId, invoiceId }) => {
    const [contract, invoice] = await Promise.all([
      contractStore.peek(view.tx, contractId),
      invoiceStore.peek(view.tx, invoiceId),
    ]);
    if (!contract || !invoice) return null;
    const owner = await ownerName(view.tx, { ownerId: contract.ownerId, fallback: contract.ownerName });
    return offerView(wordsFor(view), { contract, invoice, owner, ways: view.paymentWays });
  },
  'contract.agreed': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    if (!contract) return null;
    const people = await contractPeople(view.tx, contract, recipientSide(view, contract));
    return agreedView(wordsFor(view), contract, people);
  },
  'contract.not-paid': async (view, { contractId }) => {
    const contract = await contractStore.peek(view.tx, contractId);
    return contract && notPaidView(wordsFor(view), contract, recipientSide(view, contract));
  },
};
