import { z } from 'zod';
import {
  contactNameInput,
  durations,
  emergencyContactSchema,
  type ForWhom,
  forWhoms,
  mismatch,
  noteInput,
  type OccupantGender,
  type Occupation,
  occupantGenders,
  occupations,
  relationInput,
} from '../../domain/application/application.ts';
import { type Offer, offerFor } from '../../domain/application/offer.ts';
import { submitApplication } from '../../domain/application/submit-application.ts';
import { today } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import { formatRupiah } from '../../domain/money.ts';
import { normalisePhone } from '../../domain/phone.ts';
import { tenantProfileStore } from '../../domain/profile/profile-store.ts';
import { type Property, roomTypeOf } from '../../domain/property/property.ts';
import { propertyStore } from '../../domain/property/property-store.ts';
import type { BotContext } from '../context.ts';
import { ownerName } from '../contract/owner-name.ts';
import {
  type Accepted,
  acceptChoice,
  acceptText,
  type Choice,
  choiceRows,
  type Flow,
  type FlowInput,
} from '../flow.ts';
import { escapeHtml } from '../ui/html.ts';
import { wordsOf } from '../words.ts';
import { submittedView } from './application-view.ts';
import { reviewText } from './apply-review.ts';
import { mismatchView } from './mismatch-view.ts';
import { calendar, mayStartOn, monthChoices, NO_DAY, parseTypedDate } from './start-date.ts';

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
type Answers = Partial<ApplyAnswers>;

const fits = (answers: Answers): boolean => answers.occupants?.fits !== false;
const needsContact = (answers: Answers): boolean => fits(answers) && typeof answers.contactName !== 'object';

async function propertyOf(ctx: BotContext, answers: Answers): Promise<Property> {
  const property = await propertyStore.peek(ctx.domain.tx, answers.propertyId ?? '');
  if (!property) throw new DomainError('common.not-found');
  return property;
}
/** Checked when the first question is asked: nobody answers ten of them for nothing. */
const offerOf = (ctx: BotContext, answers: Answers): Promise<Offer> => offerFor(ctx.domain, answers.propertyId ?? '');

const labelled = (ctx: BotContext, prefix: string, values: readonly (string | number)[]): Choice[] =>
  values.map((value) => ({ label: ctx.t(`${prefix}${value}`), value: String(value) }));

const todayOf = (ctx: BotContext): string => today(ctx.domain.clock, ctx.domain.timezone);

/** `📝 Ajukan sewa` (PRODUCT 3.3). Enter it with `{ propertyId }`, and `roomTypeId` when there is only one. */
export const applyFlow: Flow<ApplyAnswers> = {
  name: 'apply',
  version: 1,
  requires: 'tenant',
  steps: [
    {
      id: 'roomTypeId',
      schema: z.string(),
      question: async (ctx, answers) => {
        const { property, rooms } = await offerOf(ctx, answers);
        return {
          text: ctx.t('application-ask-room', { property: escapeHtml(property.name) }),
          choices: rooms.map((room) => [
            {
              label: ctx.t('application-room-choice', {
                name: room.name,
                price: formatRupiah(room.pricePerMonth),
                available: room.availableRooms,
              }),
              value: room.id,
            },
          ]),
        };
      },
      accept: async (ctx, input, answers) => {
        const { roomTypes } = await propertyOf(ctx, answers);
        const rooms = roomTypes.filter((room) => room.availableRooms > 0);
        return acceptChoice(input, [rooms.map((room) => ({ label: room.name, value: room.id }))]);
      },
    },
    {
      id: 'forWhom',
      schema: z.enum(forWhoms),
      question: async (ctx, answers) => {
        const { property } = await offerOf(ctx, answers);
        const one = property.twoPeopleAllowed
          ? ''
          : `\n\n${ctx.t('application-one-person', { property: escapeHtml(property.name) })}`;
        return {
          text: `${ctx.t('application-ask-for-whom', { property: escapeHtml(property.name) })}${one}`,
          choices: choiceRows(forWhomChoices(ctx, property)),
        };
      },
      accept: async (ctx, input, answers) => acceptChoice(input, [forWhomChoices(ctx, await propertyOf(ctx, answers))]),
    },
    {
      id: 'occupants',
      schema: z.object({ gender: z.enum(occupantGenders), fits: z.boolean() }),
      question: (ctx, answers) => ({
        text: ctx.t('application-ask-gender'),
        choices: [genderChoices(ctx, answers)],
      }),
      accept: acceptOccupants,
    },
    {
      id: 'occupation',
      schema: z.enum(occupations),
      when: fits,
      question: (ctx) => ({
        text: ctx.t('application-ask-occupation'),
        choices: [labelled(ctx, 'application-occupation-', occupations)],
      }),
      accept: (ctx, input) => acceptChoice(input, [labelled(ctx, 'application-occupation-', occupations)]),
    },
    {
      id: 'startMonth',
      schema: z.string(),
      when: fits,
      question: (ctx) => ({
        text: ctx.t('application-ask-start'),
        choices: choiceRows(monthChoices(todayOf(ctx), ctx.person.language)),
      }),
      accept: (ctx, input) => {
        const typed = input.kind === 'text' ? acceptTypedDate(ctx, input.text) : null;
        const chosen = acceptChoice(input, [monthChoices(todayOf(ctx), ctx.person.language)]);
        return typed && 'problem' in chosen ? typed : chosen;
      },
    },
    {
      id: 'startDate',
      schema: z.iso.date(),
      when: (answers) => fits(answers) && (answers.startMonth?.length ?? 0) <= 'YYYY-MM'.length,
      question: (ctx, { startMonth = '' }) => ({
        text: ctx.t('application-ask-day'),
        choices: calendar(startMonth, todayOf(ctx), ctx.person.language),
      }),
      accept: (ctx, input, { startMonth = '' }) => {
        if (input.kind === 'text') return acceptTypedDate(ctx, input.text, startMonth);
        const chosen = acceptChoice(input, calendar(startMonth, todayOf(ctx), ctx.person.language));
        return 'value' in chosen && chosen.value === NO_DAY ? { problem: 'application-pick-a-day' } : chosen;
      },
    },
    {
      id: 'duration',
      schema: z.literal(durations),
      when: fits,
      question: async (ctx, answers) => ({
        text: ctx.t('application-ask-duration'),
        choices: choiceRows(durationChoices(ctx, await propertyOf(ctx, answers))),
      }),
      accept: acceptDuration,
    },
    {
      id: 'contactName',
      schema: z.union([z.string(), emergencyContactSchema]),
      when: fits,
      question: async (ctx) => {
        const saved = await savedContact(ctx);
        const label = saved && ctx.t('application-saved-contact', { name: saved.name, relation: saved.relation });
        return {
          text: ctx.t('application-ask-contact-name'),
          ...(label ? { choices: [[{ label, value: 'saved' }]] } : {}),
        };
      },
      accept: async (ctx, input) => {
        if (input.kind !== 'choice') return parsed(acceptText(input, { min: 2, max: 80 }), contactNameInput);
        const saved = input.value === 'saved' ? await savedContact(ctx) : null;
        return saved ? { value: saved } : { problem: 'flow-press-a-button' };
      },
    },
    {
      id: 'contactPhone',
      schema: z.string(),
      when: needsContact,
      question: (ctx) => ({ text: ctx.t('application-ask-contact-phone') }),
      accept: acceptContactPhone,
    },
    {
      id: 'contactRelation',
      schema: z.string(),
      when: needsContact,
      question: (ctx) => ({
        text: ctx.t('application-ask-contact-relation'),
        choices: choiceRows(relationChoices(ctx)),
      }),
      accept: (ctx, input) => {
        if (input.kind === 'text') return parsed(acceptText(input, { min: 2, max: 40 }), relationInput);
        const chosen = relationChoices(ctx).find(({ value }) => input.kind === 'choice' && value === input.value);
        return chosen ? { value: chosen.label } : { problem: 'flow-press-a-button' };
      },
    },
    {
      id: 'note',
      schema: z.string(),
      optional: true,
      when: fits,
      question: (ctx) => ({ text: ctx.t('application-ask-note') }),
      accept: (_, input) => parsed(acceptText(input, { max: 500 }), noteInput),
    },
    {
      id: 'review',
      when: fits,
      question: async (ctx, answers) => {
        const property = await propertyOf(ctx, answers);
        const room = roomTypeOf(property, answers.roomTypeId ?? '');
        if (!room) throw new DomainError('property.no-room', { name: property.name });
        const seen = `${room.pricePerMonth}-${property.deposit}`;
        return {
          text: reviewText(wordsOf(ctx), { answers, property, room }),
          choices: [[{ label: ctx.t('application-button-send'), value: seen, style: 'success' }]],
        };
      },
      accept: (_, input) => {
        const seen = input.kind === 'choice' ? /^(\d{1,10})-(\d{1,10})$/.exec(input.value) : null;
        if (!seen) return { problem: 'application-press-send' };
        return { value: { monthlyRent: Number(seen[1]), deposit: Number(seen[2]) } };
      },
    },
  ],
  async finish(ctx, answers) {
    if (!answers.occupants.fits) {
      ctx.change(await mismatchView(ctx, await propertyOf(ctx, answers), answers.occupants.gender));
      return;
    }
    const { contactName, contactPhone = '', contactRelation = '' } = answers;
    const application = await submitApplication(ctx.domain, {
      propertyId: answers.propertyId,
      roomTypeId: answers.roomTypeId,
      forWhom: answers.forWhom,
      occupantGender: answers.occupants.gender,
      occupation: answers.occupation,
      startDate: answers.startDate ?? answers.startMonth,
      duration: answers.duration as (typeof durations)[number],
      emergencyContact:
        typeof contactName === 'object'
          ? contactName
          : { name: contactName, phone: contactPhone, relation: contactRelation },
      note: answers.note,
      seen: answers.review,
    });
    const owner = await ownerName(ctx.domain.tx, { ownerId: application.ownerId, fallback: '' });
    ctx.change(submittedView(wordsOf(ctx), application, owner));
  },
};

const forWhomChoices = (ctx: BotContext, property: Property): Choice[] =>
  labelled(
    ctx,
    'application-for-',
    forWhoms.filter((who) => who !== 'two' || property.twoPeopleAllowed),
  );

const genderChoices = (ctx: BotContext, answers: Answers): Choice[] =>
  labelled(
    ctx,
    'application-gender-',
    occupantGenders.filter((gender) => gender !== 'campur' || answers.forWhom === 'two'),
  );

async function acceptOccupants(ctx: BotContext, input: FlowInput, answers: Answers): Promise<Accepted> {
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
function acceptTypedDate(ctx: BotContext, text: string, month?: string): Accepted {
  const now = todayOf(ctx);
  const day = month !== undefined && /^\s*\d{1,2}\s*$/.test(text) ? `${month}-${text.trim().padStart(2, '0')}` : text;
  const date = parseTypedDate(day, now);
  if (date === null) return { problem: 'application-date-problem' };
  return mayStartOn(date, now) ? { value: date } : { problem: 'application-date-range' };
}

const durationChoices = (ctx: BotContext, property: Property): Choice[] =>
  durations
    .filter((months) => months >= property.minimumStay)
    .map((months) => ({ label: ctx.t('application-months', { months }), value: String(months) }));

async function acceptDuration(ctx: BotContext, input: FlowInput, answers: Answers): Promise<Accepted> {
  const choices = durationChoices(ctx, await propertyOf(ctx, answers));
  const typed = input.kind === 'text' ? /^\s*(\d{1,2})\s*(?:bulan|bln|months?)?\s*$/i.exec(input.text)?.[1] : undefined;
  const chosen = acceptChoice(typed === undefined ? input : { kind: 'choice', value: String(Number(typed)) }, [
    choices,
  ]);
  if ('value' in chosen) return { value: Number(chosen.value) };
  return {
    problem: 'application-duration-problem',
    variables: { choices: choices.map(({ value }) => value).join(', ') },
  };
}

async function savedContact(ctx: BotContext): Promise<z.infer<typeof emergencyContactSchema> | null> {
  const { profile } = ctx.person;
  const tenant = profile && (await tenantProfileStore.peek(ctx.domain.tx, profile.id));
  return tenant?.emergencyContact ?? null;
}

function acceptContactPhone(ctx: BotContext, input: FlowInput): Accepted {
  if (input.kind !== 'text' && input.kind !== 'contact') return { problem: 'application-phone-problem' };
  const number = normalisePhone(input.kind === 'text' ? input.text : input.phone, { anyCountry: true });
  if (number === null) return { problem: 'application-phone-problem' };
  const own = number === ctx.person.profile?.phone || (input.kind === 'contact' && input.own);
  return own ? { problem: 'application-phone-own' } : { value: number };
}

const relations = ['father', 'mother', 'sibling', 'partner', 'friend'] as const;
const relationChoices = (ctx: BotContext): Choice[] =>
  relations.map((relation) => ({ label: ctx.t(`application-relation-${relation}`), value: relation }));

/** The length was checked before; this cleans, and finds what is nothing but blanks. */
function parsed(accepted: Accepted, schema: z.ZodType<string, string>): Accepted {
  if ('problem' in accepted) return accepted;
  const result = schema.safeParse(accepted.value);
  return result.success ? { value: result.data } : { problem: 'flow-need-text' };
}
