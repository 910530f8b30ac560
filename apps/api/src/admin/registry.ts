import { type Storage } from '@clientele/storage';

/** The database, under a name that services can ask for. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the class exists to be an injection token
export abstract class Registry {}
export interface Registry extends Storage {}
