import type { OpenedStore, StoreView } from '../open-store.ts';

/** What is read of a store. */
export interface View {
  kv: Pick<StoreView['kv'], 'list' | 'entries'>;
  log: StoreView['log'];
}

/** What an export, an import or a comparison needs of a store. */
export type TransferStore = Pick<OpenedStore, 'kv' | 'log' | 'pageSize' | 'atOneMoment' | 'close'>;
