/** PostgreSQL's advisory locks of the office: the first number is ours, the second says what is locked. */
export const LOCKS = { space: 0x5a6567, migrations: 1, sealer: 2, sweeps: 3, furnishing: 4, crl: 5, words: 6 } as const;
