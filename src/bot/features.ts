import type { PropertySearch } from '../domain/search/search.ts';
import { createAdminFeature } from './admin/admin-feature.ts';
import { applicationFeature } from './application/application-feature.ts';
import { contractFeature } from './contract/contract-feature.ts';
import type { Feature } from './feature.ts';
import { flowFeature } from './flow/flow-feature.ts';
import { helpFeature } from './help/help-feature.ts';
import { invoiceFeature } from './invoice/invoice-feature.ts';
import { paymentFeature } from './payment/payment-feature.ts';
import { profileFeature } from './profile/profile-feature.ts';
import { propertyFeature } from './property/property-feature.ts';
import { createSearchFeature } from './search/search-feature.ts';
import { createStartFeature } from './start/start-feature.ts';
import { wishlistFeature } from './wishlist/wishlist-feature.ts';

export interface FeatureOptions {
  search: PropertySearch;
  adminChatId?: number | null;
}

/** Every feature of the bot, once. The order is that of Telegram's menu of commands, and of nothing else. */
export function allFeatures({ search, adminChatId = null }: FeatureOptions): readonly Feature[] {
  const features: readonly Feature[] = [
    createSearchFeature(search),
    propertyFeature,
    wishlistFeature,
    contractFeature,
    invoiceFeature,
    paymentFeature,
    applicationFeature,
    profileFeature,
    helpFeature,
    createAdminFeature(adminChatId),
    flowFeature,
  ];
  return [createStartFeature(features.flatMap(({ menu = [] }) => menu)), ...features];
}
