import { type Section } from '@clientele/client-schema';
import { type ComponentType } from 'react';

/** One tab of a client's page. */
export interface Tab {
  /** The last part of the tab's address. */
  readonly path: string;
  readonly title: string;
  /** The section whose fields the tab holds; a tab without one is a tool and not a part of the form. */
  readonly section?: Section;
  readonly Panel: ComponentType;
  /** Beside the title: how much waits on the tab. A part of the form counts its faults without one. */
  readonly Count?: ComponentType;
}
