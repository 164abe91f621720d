/** From → allowed to. A status without an entry in its list is final. */
export type StatusTable<S extends string> = Readonly<Record<S, readonly S[]>>;

export const isAllowed = <S extends string>(table: StatusTable<S>, from: S, to: S): boolean => table[from].includes(to);
