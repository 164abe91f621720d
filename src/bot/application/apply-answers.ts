import { z } from 'zod';
import {
  durations,
  type emergencyContactSchema,
  type ForWhom,
  forWhoms,
  mismatch,
  type Occupation,
  occupantGenders,
  START_WITHIN_DAYS,
} from '../../domain/application/application.ts';
import { type Offer, offerFor } from '../../domain/application/offer.ts';
import { addDays, today } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import { tenantProfileStore } from '../../domain/profile/profile-store.ts';
import type { Property } from '../../domain/property/property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import type { BotContext } from '../context.ts';
import type { DateRange } from '../flow/steps/calendar.ts';
import type { Option } from '../flow/steps/option.ts';
import type { PhoneAnswer } from '../flow/steps/phone.ts';

type EmergencyContact = z.infer<typeof emergencyContactSchema>;

/** `fits`: may live there; when not, nothing more is asked. */
export const occupantsSchema = z.object({ gender: z.enum(occupantGenders), fits: z.boolean() });

export type ApplyAnswers = {
  /** Given. */
  propertyId: string;
  /** Given when there is only one. */
  roomTypeId: string;
  forWhom: ForWhom;
  occupants: z.infer<typeof occupantsSchema>;
  occupation: Occupation;
  startDate: string;
  duration: (typeof durations)[number];
  /** A name, or the whole contact of last time. */
  contactName: string | EmergencyContact;
  contactPhone?: PhoneAnswer;
  contactRelation?: string;
  note: string | null;
  /** The prices that were on the review screen. */
  review: { monthlyRent: number; deposit: number };
};
export type Answers = Partial<ApplyAnswers>;

export const fits = (answers: Answers): boolean => answers.occupants?.fits !== false;
export const needsContact = (answers: Answers): boolean => fits(answers) && typeof answers.contactName !== 'object';

export const contactOf = ({ contactName, contactPhone, contactRelation }: Answers): EmergencyContact =>
  typeof contactName === 'object'
    ? contactName
    : { name: contactName ?? '', phone: contactPhone?.number ?? '', relation: contactRelation ?? '' };

export async function propertyOf(ctx: BotContext, answers: Answers): Promise<Property> {
  const property = await propertyStore.peek(ctx.domain.tx, answers.propertyId ?? '');
  if (!property) throw new DomainError('common.not-found');
  return property;
}
/** Checked when the first question is asked: nobody answers ten of them for nothing. */
export const offerOf = (ctx: BotContext, answers: Answers): Promise<Offer> =>
  offerFor(ctx.domain, { propertyId: answers.propertyId ?? '' });

export const labelled = (ctx: BotContext, prefix: string, values: readonly string[]): Option[] =>
  values.map((value) => ({ value, label: ctx.t(`${prefix}${value}`) }));

export const forWhomOptions = (ctx: BotContext, property: Property): Option[] =>
  forWhoms
    .filter((who) => who !== 'two' || property.twoPeopleAllowed)
    .map((who) => ({ value: who, label: ctx.t(`application-for-${who}`) }));

/** Each with whether these people may live there. */
export async function occupantOptions(ctx: BotContext, answers: Answers): Promise<Option[]> {
  const { forWhom = 'self' } = answers;
  const property = await propertyOf(ctx, answers);
  return occupantGenders
    .filter((gender) => gender !== 'campur' || forWhom === 'two')
    .map((gender) => {
      const answer = { gender, fits: mismatch(property, { forWhom, occupantGender: gender }) === null };
      return { value: gender, label: ctx.t(`application-gender-${gender}`), answer };
    });
}

export function startRange(ctx: BotContext): DateRange {
  const from = today(ctx.domain.clock, ctx.domain.timezone);
  return { from, to: addDays(from, START_WITHIN_DAYS) };
}

export const durationOptions = async (ctx: BotContext, answers: Answers): Promise<Option[]> => {
  const { minimumStay } = await propertyOf(ctx, answers);
  return durations
    .filter((months) => months >= minimumStay)
    .map((months) => ({
      value: months,
      label: ctx.t('application-months', { months }),
      words: [`${months} bln`, `${months} month`],
    }));
};

export async function savedContact(ctx: BotContext): Promise<EmergencyContact | null> {
  const { profile } = ctx.person;
  const tenant = profile && (await tenantProfileStore.peek(ctx.domain.tx, profile.id));
  return tenant?.emergencyContact ?? null;
}
