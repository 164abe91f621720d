import { z } from 'zod';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import type { Html } from '../ui/html.ts';
import { button } from '../ui/keyboard.ts';

const id = { id: z.string() };
/** Of a listing. */
export const applyTap = defineCallback('apply', id);
export const applicationsTap = defineCallback('applications-open', {});
export const applicationTap = defineCallback('app', id);
export const approveTap = defineCallback('app-ok', id);
export const rejectTap = defineCallback('app-no', id);
export const withdrawTap = defineCallback('app-back', id);
export const withdrawSurelyTap = defineCallback('app-back-yes', id);

/** 📝 Ajukan sewa */
export const applyButton = (t: Translate, propertyId: string) =>
  button(t('application-button-apply'), applyTap.pack({ id: propertyId }), 'success');
/** An application under words of the caller's. */
export const applicationButton = (label: Html, applicationId: string) =>
  button(label, applicationTap.pack({ id: applicationId }));
/** ✅ Setujui */
export const approveButton = (t: Translate, applicationId: string) =>
  button(t('application-button-approve'), approveTap.pack({ id: applicationId }), 'success');
/** ❌ Tolak */
export const rejectButton = (t: Translate, applicationId: string) =>
  button(t('application-button-reject'), rejectTap.pack({ id: applicationId }), 'danger');
/** 📥 Pengajuan masuk */
export const applicationsButton = (t: Translate) =>
  button(t('application-button-list'), applicationsTap.pack({}), 'primary');
