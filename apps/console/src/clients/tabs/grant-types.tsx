import { SectionCards } from './section-cards.js';
import { type Tab } from './tab.js';

export const grantTypesTab: Tab = {
  path: 'grant-types',
  title: 'Grant types',
  section: 'grant_types',
  Panel: GrantTypesTab,
};

function GrantTypesTab() {
  return <SectionCards section="grant_types" />;
}
