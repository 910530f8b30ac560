import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/empty.js';
import { Page } from '../ui/page.js';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <Empty
        title="Nothing is at this address"
        actions={
          <Button variant="default" renderRoot={(props) => <Link to="/clients" {...props} />}>
            Go to the clients
          </Button>
        }
      />
    </Page>
  );
}
