import { isFacilitySlug } from '../../domain/property/facility.ts';
import type { Translate } from '../context.ts';

/** Plain text: a slug's label, or an owner's own words. */
export const facilityLabel = (t: Translate, facility: string): string =>
  isFacilitySlug(facility) ? t(`property-facility-${facility}`) : facility;
