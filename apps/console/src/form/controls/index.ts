import { type Control } from '@clientele/client-schema';
import { ChoiceControl } from './choice.js';
import { ChoicesControl } from './choices.js';
import { type ControlComponent } from './control.js';
import { DurationControl } from './duration.js';
import { FlagControl } from './flag.js';
import { InstantControl } from './instant.js';
import { JsonControl } from './json.js';
import { ListControl } from './list.js';
import { NumberControl } from './number.js';
import { ReferenceControl } from './reference.js';
import { ScopesControl } from './scopes.js';
import { SecretControl, TextAreaControl, TextControl, UriControl } from './text.js';
import { UriListControl } from './uri-list.js';

/** One control per kind of value. A new kind that names a control of its own adds a line here. */
export const controls: Readonly<Record<Control, ControlComponent>> = {
  text: TextControl,
  'text-area': TextAreaControl,
  uri: UriControl,
  flag: FlagControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  list: ListControl,
  'uri-list': UriListControl,
  duration: DurationControl,
  number: NumberControl,
  instant: InstantControl,
  secret: SecretControl,
  json: JsonControl,
  scopes: ScopesControl,
  reference: ReferenceControl,
};
