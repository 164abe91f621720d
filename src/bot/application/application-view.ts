import type { Application } from '../../domain/application/application.ts';
import { formatRupiah } from '../../domain/money.ts';
import type { Translate } from '../context.ts';
import { contractButton } from '../contract/contract-buttons.ts';
import { menuButton } from '../start/start-buttons.ts';
import { type Html, html, joinHtml, lines } from '../ui/html.ts';
import { button, disabledButton, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import { refusalWords } from '../ui/ready-words.ts';
import type { Words } from '../ui/words.ts';
import {
  applicationsTap,
  applicationTap,
  approveButton,
  rejectButton,
  withdrawSurelyTap,
  withdrawTap,
} from './application-buttons.ts';

/** `Untuk diri sendiri · Putra · Kuliah/sekolah` */
export const peopleLine = (
  t: Translate,
  people: Pick<Application, 'forWhom' | 'occupantGender' | 'occupation'>,
): Html =>
  joinHtml(
    [
      t(`application-who-${people.forWhom}`),
      t(`application-gender-${people.occupantGender}`),
      t(`application-occupation-${people.occupation}`),
    ],
    ' · ',
  );

const roomLine = ({ t }: Words, application: Application): Html =>
  t('application-room', {
    property: application.propertyName,
    room: application.roomType,
    rent: formatRupiah(application.monthlyRent),
    deposit: formatRupiah(application.deposit),
  });

const datesLine = (words: Words, application: Application): Html =>
  words.t('application-dates', { start: words.date(application.startDate), months: application.duration });

/** What was decided, by whom and when. */
function outcomeLine(words: Words, application: Application): Html {
  const { status, decidedByName, decidedAt, rejectionReason } = application;
  const by = decidedByName === null || status === 'expired' ? 'KostIn' : decidedByName;
  return lines(
    words.t(`application-outcome-${status}`, { by, at: words.moment(decidedAt ?? application.updatedAt) }),
    rejectionReason !== null && words.t('application-reason', { reason: refusalWords(words.t, rejectionReason) }),
  );
}

/** What is asked for, as both sides read it. */
const wishLines = (words: Words, application: Application) => [
  roomLine(words, application),
  html`👥 ${peopleLine(words.t, application)}`,
  datesLine(words, application),
  application.note !== null && words.t('application-note', { note: application.note }),
];

/** The owner's card; once decided it says by whom, and its button does nothing. */
export function ownerCard(
  words: Words,
  application: Application,
  people: { ownerName: string; phoneVerified: boolean },
): OutMessage {
  const { t } = words;
  const pending = application.status === 'pending';
  const { id } = application;
  return {
    text: lines(
      pending ? t('application-card-title', { owner: people.ownerName }) : t('application-card-decided'),
      '',
      t(people.phoneVerified ? 'application-tenant-verified' : 'application-tenant-unverified', {
        name: application.tenantName,
      }),
      ...wishLines(words, application),
      '',
      pending
        ? t('application-answer-until', { until: words.moment(application.expiresAt) })
        : outcomeLine(words, application),
    ),
    keyboard: inlineKeyboard(
      pending
        ? [[approveButton(t, id), rejectButton(t, id)]]
        : [[disabledButton(t(`application-status-${application.status}`))]],
    ),
  };
}

/** The tenant's own application. */
export function ownApplicationView(
  words: Words,
  application: Application,
  options: { sure?: boolean } = {},
): OutMessage {
  const { t } = words;
  const { id, contractId } = application;
  const pending = application.status === 'pending';
  return {
    text: lines(
      pending ? html`<b>${t('application-status-pending')}</b>` : outcomeLine(words, application),
      '',
      ...wishLines(words, application),
      pending && html`\n${t('application-waiting', { until: words.moment(application.expiresAt) })}`,
      options.sure === false && html`\n${t('application-withdraw-sure')}`,
    ),
    keyboard: inlineKeyboard([
      pending &&
        options.sure !== false && [button(t('application-button-withdraw'), withdrawTap.pack({ id }), 'danger')],
      options.sure === false && [
        button(t('application-button-withdraw-yes'), withdrawSurelyTap.pack({ id }), 'danger'),
        button(t('application-button-keep'), applicationTap.pack({ id })),
      ],
      contractId !== null && [contractButton(t, contractId)],
      options.sure !== false && [menuButton(t)],
    ]),
  };
}

/** What waits for the owner, one button each. */
export function toDecideView(words: Words, applications: readonly Application[]): OutMessage {
  const { t } = words;
  if (applications.length === 0) {
    return { text: t('application-none-to-decide'), keyboard: inlineKeyboard([[menuButton(t)]]) };
  }
  return {
    text: t('application-to-decide', { count: applications.length }),
    keyboard: inlineKeyboard([
      ...applications.slice(0, 20).map((application) => [
        button(
          t('application-to-decide-button', {
            name: application.tenantName,
            property: application.propertyName,
            start: words.date(application.startDate),
          }),
          applicationTap.pack({ id: application.id }),
        ),
      ]),
      [menuButton(t)],
    ]),
  };
}

export const submittedView = (words: Words, application: Application, owner: string): OutMessage => ({
  text: words.t('application-submitted', {
    property: application.propertyName,
    owner,
    until: words.moment(application.expiresAt),
  }),
  keyboard: inlineKeyboard([
    [button(words.t('application-button-open'), applicationTap.pack({ id: application.id }))],
    [menuButton(words.t)],
  ]),
});

export const rejectedByMeView = ({ t }: Words, application: Application): OutMessage => ({
  text: t('application-rejected-done', { name: application.tenantName }),
  keyboard: inlineKeyboard([[button(t('application-button-others'), applicationsTap.pack({})), menuButton(t)]]),
});
