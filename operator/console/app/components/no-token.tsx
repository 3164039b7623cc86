import { Button, Center, Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';

/** Instead of every page: this tab was not opened by the printed address, or not used for so long that it is forgotten. */
export function NoToken() {
  const [address, setAddress] = useState('');
  const token = /#token=(?<token>[\w-]+)/.exec(address)?.groups?.['token'];
  const open = () => {
    location.hash = `token=${token}`;
    location.reload();
  };
  return (
    <Center mih="80vh" p="md" component="main">
      <Stack maw={460} gap="md">
        <Title order={1}>This tab has no token</Title>
        <Text>
          It was opened without one, or too long ago. Open the address that <Code>npm run console</Code> printed, or
          paste it here.
        </Text>
        <form
          onSubmit={(submitted) => {
            submitted.preventDefault();
            open();
          }}
        >
          <Stack>
            <TextInput
              label="Printed address"
              placeholder="http://127.0.0.1:4177/#token=…"
              value={address}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
            />
            <Button type="submit" disabled={token === undefined}>
              Open
            </Button>
          </Stack>
        </form>
      </Stack>
    </Center>
  );
}
