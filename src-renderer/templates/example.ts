/** The example that a person may ask for: it shows the language, a data set and a host's facts. */
export const exampleTemplate = {
  path: "example/nginx.conf.mako",
  text: `## An example. What you type is rendered on the right at every key.
## \${...} inserts a value, a line that begins with % is Python, ## is a comment.
# \${site} on \${facts["hostname"]["name"]}, \${facts["os"]["pretty_name"]}

% for server in servers:
server {
    listen \${server["port"]}\${" ssl" if server["tls"] else ""};
    server_name \${" ".join(server["names"])};
    root /srv/\${site}/\${server["names"][0]};
% if server["tls"]:
    ssl_certificate /etc/ssl/\${server["names"][0]}.pem;
% endif
}

% endfor
`,
} as const;

export const exampleData = {
  path: "example/nginx.conf.example.yaml",
  text: `# Names of the template and their values. A host that is chosen above brings its own facts.
site: shop
servers:
  - names: [shop.example.com, www.shop.example.com]
    port: 443
    tls: true
  - names: [status.example.com]
    port: 8080
    tls: false
# A sample, for as long as no host is chosen.
facts:
  hostname:
    name: web1
  os:
    pretty_name: Debian GNU/Linux 12 (bookworm)
`,
} as const;
