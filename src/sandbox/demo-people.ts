/** Who the sandbox has. Their Telegram ids are the sandbox's own. */
export interface DemoPerson {
  email: string;
  telegramId: number;
  name: string;
  /** As Telegram has it. */
  firstName: string;
  lastName?: string;
  role: 'tenant' | 'owner' | 'admin';
  /** Null: has not registered yet, so that registration can be watched. */
  phone: string | null;
  registered: boolean;
  salutation?: 'Bu' | 'Pak' | 'Kak';
}

export const demoPeople = [
  {
    email: 'budi@demo.kostin.id',
    telegramId: 1001,
    name: 'Budi Santoso',
    firstName: 'Budi',
    lastName: 'Santoso',
    role: 'tenant',
    phone: '+6281234567001',
    registered: false,
  },
  {
    email: 'susi@demo.kostin.id',
    telegramId: 1002,
    name: 'Bu Susi',
    firstName: 'Susi',
    lastName: 'Susanti',
    role: 'owner',
    phone: '+6281234567002',
    registered: true,
    salutation: 'Bu',
  },
  {
    email: 'sari@demo.kostin.id',
    telegramId: 1003,
    name: 'Sari Wulandari',
    firstName: 'Sari',
    lastName: 'Wulandari',
    role: 'tenant',
    phone: '+6281234567003',
    registered: true,
  },
  {
    email: 'hendra@demo.kostin.id',
    telegramId: 1004,
    name: 'Pak Hendra',
    firstName: 'Hendra',
    lastName: 'Gunawan',
    role: 'owner',
    phone: '+6281234567004',
    registered: true,
    salutation: 'Pak',
  },
  {
    email: 'ratna@demo.kostin.id',
    telegramId: 1005,
    name: 'Bu Ratna',
    firstName: 'Ratna',
    lastName: 'Kusuma',
    role: 'owner',
    phone: '+6281234567005',
    registered: true,
    salutation: 'Bu',
  },
  {
    email: 'dewi@demo.kostin.id',
    telegramId: 1006,
    name: 'Kak Dewi',
    firstName: 'Dewi',
    lastName: 'Lestari',
    role: 'owner',
    phone: '+6281234567006',
    registered: true,
    salutation: 'Kak',
  },
  {
    email: 'rina@demo.kostin.id',
    telegramId: 1901,
    name: 'Rina Admin',
    firstName: 'Rina',
    role: 'admin',
    phone: null,
    registered: true,
  },
  {
    email: 'agus@demo.kostin.id',
    telegramId: 1902,
    name: 'Agus Admin',
    firstName: 'Agus',
    role: 'admin',
    phone: null,
    registered: true,
  },
] as const satisfies readonly DemoPerson[];

export type DemoEmail = (typeof demoPeople)[number]['email'];
