import type { z } from 'zod';
import {
  contactNameInput,
  durations,
  type emergencyContactSchema,
  type ForWhom,
  forWhoms,
  mismatch,
  noteInput,
  type OccupantGender,
  type Occupation,
  occupantGenders,
  relationInput,
} from '../../domain/application/application.ts';
import { type Offer, offerFor } from '../../domain/application/offer.ts';
import { today } from '../../domain/calendar.ts';
import type { Language } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';
import { normalisePhone } from '../../domain/phone.ts';
import { tenantProfileStore } from '../../domain/profile/profile-store.ts';
import { NAME_LENGTH } from '../../domain/profile/register.ts';
import type { Property } from '../../domain/property/property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import type { BotContext } from '../context.ts';
import { type Accepted, acceptChoice, acceptText, type Choice, type FlowInput } from '../flow/flow.ts';
import { relations } from './ready-words.ts';
import { mayStartOn, parseTypedDate } from './start-date.ts';

export type ApplyAnswers = {
  /** Given. */
  propertyId: string;
  roomTypeId: string;
  forWhom: ForWhom;
  /** `fits`: may live there; when not, nothing more is asked. */
  occupants: { gender: OccupantGender; fits: boolean };
  occupation: Occupation;
  /** `YYYY-MM`, or the whole date when it was typed. */
  startMonth: string;
  startDate?: string;
  duration: number;
  /** A name, or the whole contact of last time. */
  contactName: string | z.infer<typeof emergencyContactSchema>;
  contactPhone?: string;
  contactRelation?: string;
  note: string | null;
  /** The prices that were on the review screen. */
  review: { monthlyRent: number; deposit: number };
};
export type Answers = Partial<ApplyAnswers>;

export const fits = (answers: Answers): boolean => answers.occupants?.fits !== false;
export const needsContact = (answers: Answers): boolean => fits(answers) && typeof answers.contactName !== 'object';

export async function propertyOf(ctx: BotContext, answers: Answers): Promise<Property> {
  const property = await propertyStore.peek(ctx.domain.tx, answers.propertyId ?? '');
  if (!property) throw new DomainError('common.not-found');
  return property;
}
/** Checked when the first question is asked: nobody answers ten of them for nothing. */
export const offerOf = (ctx: BotContext, answers: Answers): Promise<Offer> =>
  offerFor(ctx.domain, { propertyId: answers.propertyId ?? '' });

export const labelled = (ctx: BotContext, prefix: string, values: readonly (string | number)[]): Choice[] =>
  values.map((value) => ({ label: ctx.t(`${prefix}${value}`), value: String(value) }));

export const todayOf = (ctx: BotContext): string => today(ctx.domain.clock, ctx.domain.timezone);

export const forWhomChoices = (ctx: BotContext, property: Property): Choice[] =>
  forWhoms
    .filter((who) => who !== 'two' || property.twoPeopleAllowed)
    .map((who) => ({ label: ctx.t(`application-for-${who}`), value: who }));

export const genderChoices = (ctx: BotContext, answers: Answers): Choice[] =>
  labelled(
    ctx,
    'application-gender-',
    occupantGenders.filter((gender) => gender !== 'campur' || answers.forWhom === 'two'),
  );

export async function acceptOccupants(ctx: BotContext, input: FlowInput, answers: Answers): Promise<Accepted> {
  const chosen = acceptChoice(input, [genderChoices(ctx, answers)]);
  if ('problem' in chosen) return chosen;
  const gender = chosen.value as OccupantGender;
  const property = await propertyOf(ctx, answers);
  return {
    value: {
      gender,
      fits: mismatch(property, { forWhom: answers.forWhom ?? 'self', occupantGender: gender }) === null,
    },
  };
}

/** A typed date; within `month` (`YYYY-MM`) a bare day of the month will do. */
export function acceptTypedDate(ctx: BotContext, text: string, month?: string): Accepted {
  const now = todayOf(ctx);
  const day = month !== undefined && /^\s*\d{1,2}\s*$/.test(text) ? `${month}-${text.trim().padStart(2, '0')}` : text;
  const date = parseTypedDate(day, now);
  if (date === null) return { problem: 'application-date-problem' };
  return mayStartOn(date, now) ? { value: date } : { problem: 'application-date-range' };
}

export const durationChoices = (ctx: BotContext, property: Property): Choice[] =>
  durations
    .filter((months) => months >= property.minimumStay)
    .map((months) => ({ label: ctx.t('application-months', { months }), value: String(months) }));

/** `1, 3, 6, atau 12` */
const oneOf = (language: Language, choices: Choice[]): string =>
  new Intl.ListFormat(language, { type: 'disjunction' }).format(choices.map(({ value }) => value));

export async function acceptDuration(ctx: BotContext, input: FlowInput, answers: Answers): Promise<Accepted> {
  const choices = durationChoices(ctx, await propertyOf(ctx, answers));
  const typed = input.kind === 'text' ? /^\s*(\d{1,2})\s*(?:bulan|bln|months?)?\s*$/i.exec(input.text)?.[1] : undefined;
  const chosen = acceptChoice(typed === undefined ? input : { kind: 'choice', value: String(Number(typed)) }, [
    choices,
  ]);
  if ('value' in chosen) return { value: Number(chosen.value) };
  return {
    problem: 'application-duration-problem',
    variables: { choices: oneOf(ctx.person.language, choices) },
  };
}

export async function savedContact(ctx: BotContext): Promise<z.infer<typeof emergencyContactSchema> | null> {
  const { profile } = ctx.person;
  const tenant = profile && (await tenantProfileStore.peek(ctx.domain.tx, profile.id));
  return tenant?.emergencyContact ?? null;
}

export function acceptContactPhone(ctx: BotContext, input: FlowInput): Accepted {
  if (input.kind !== 'text' && input.kind !== 'contact') return { problem: 'application-phone-problem' };
  const number = normalisePhone(input.kind === 'text' ? input.text : input.phone, { anyCountry: true });
  if (number === null) return { problem: 'application-phone-problem' };
  const own = number === ctx.person.profile?.phone || (input.kind === 'contact' && input.own);
  return own ? { problem: 'application-phone-own' } : { value: number };
}

export const relationChoices = (ctx: BotContext): Choice[] =>
  relations.map((relation) => ({ label: ctx.t(`application-relation-${relation}`), value: relation }));

export async function acceptContactName(ctx: BotContext, input: FlowInput): Promise<Accepted> {
  if (input.kind === 'choice') {
    const saved = input.value === 'saved' ? await savedContact(ctx) : null;
    return saved ? { value: saved } : { problem: 'flow-press-a-button' };
  }
  if (input.kind !== 'text') return { problem: 'flow-need-text' };
  const name = contactNameInput.safeParse(input.text);
  return name.success ? { value: name.data } : { problem: 'profile-name-problem', variables: NAME_LENGTH };
}

export function acceptRelation(ctx: BotContext, input: FlowInput): Accepted {
  if (input.kind === 'choice') {
    const chosen = relationChoices(ctx).find(({ value }) => value === input.value);
    return chosen ? { value: chosen.label } : { problem: 'flow-press-a-button' };
  }
  if (input.kind !== 'text') return { problem: 'flow-need-text' };
  const relation = relationInput.safeParse(input.text);
  return relation.success ? { value: relation.data } : { problem: 'application-relation-problem' };
}

export function acceptNote(input: FlowInput): Accepted {
  const text = acceptText(input, { max: 500 });
  if ('problem' in text) return text;
  // Nothing but blanks and control characters is left out by ⏭️ Lewati, not sent.
  const note = noteInput.safeParse(text.value);
  return note.success ? { value: note.data } : { problem: 'flow-need-text' };
}
