import type { OccupantGender } from '../../domain/application/application.ts';
import { keys } from '../../domain/keys.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Property } from '../../domain/property/property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import type { BotContext } from '../context.ts';
import { listingButton } from '../property/property-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { html, plainText } from '../ui/html.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

const LOOKED_AT = 200;
const OFFERED = 3;

/** These people cannot live there: said kindly, with listings of the same city where they can, the district's first. */
export async function mismatchView(ctx: BotContext, property: Property, gender: OccupantGender): Promise<OutMessage> {
  const { t } = ctx;
  const nearby = await propertyStore.list(ctx.domain.tx, keys.property.city.prefix(property.city), {
    limit: LOOKED_AT,
  });
  const fitting = nearby
    .map(({ record }) => record)
    .filter((other) => other.status === 'active' && other.availableRooms > 0 && other.id !== property.id)
    .filter((other) => other.type === 'campur' || other.type === gender)
    .sort((a, b) => Number(b.district === property.district) - Number(a.district === property.district))
    .slice(0, OFFERED);
  return {
    text: t(fitting.length > 0 ? 'application-mismatch' : 'application-mismatch-none', {
      property: property.name,
      type: plainText(t(`property-type-${property.type}`)).toLowerCase(),
    }),
    keyboard: inlineKeyboard([
      ...fitting.map((other) => [
        listingButton(html`${other.name} · ${formatRupiah(other.pricePerMonth)}`, { id: other.id }),
      ]),
      [searchButton(t), menuButton(t)],
    ]),
  };
}
