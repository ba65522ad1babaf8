"""Configuration in blocks, and what only looks like it, by name."""

from __future__ import annotations

__all__ = ["BLOCKS", "FORMATS", "LOOKALIKES", "PAGES"]

BLOCKS = {
    "nginx conf": """\
user www-data;
worker_processes auto;
error_log /var/log/nginx/error.log warn;
pid /run/nginx.pid;

events {
    worker_connections 1024;
    multi_accept on;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;

    log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                    '$status $body_bytes_sent "$http_referer"';
    access_log /var/log/nginx/access.log main;

    sendfile on;
    keepalive_timeout 65;
    gzip on;

    map $http_upgrade $connection_upgrade {
        default upgrade;
        '' close;
    }

    upstream api {
        least_conn;
        server 10.0.0.1:8080 weight=3;
        server 10.0.0.2:8080 max_fails=2 fail_timeout=5s;
    }

    server {
        listen 80;
        server_name example.com www.example.com;
        return 301 https://$host$request_uri;
    }

    server {
        listen 443 ssl http2;
        server_name example.com;
        ssl_certificate /etc/ssl/certs/example.pem;

        location / {
            proxy_pass http://api;
            proxy_set_header Host $host;
        }

        location ~* \\.(js|css|png)$ {
            expires 30d;
            add_header Cache-Control "public, immutable";
        }

        if ($request_method = POST) {
            return 405;
        }
    }
}
""",
    "nginx site": """\
# Default server configuration
#
server {
	listen 80 default_server;
	listen [::]:80 default_server;

	root /var/www/html;
	index index.html index.htm index.nginx-debian.html;
	server_name _;

	location / {
		# First attempt to serve request as file, then
		# as directory, then fall back to displaying a 404.
		try_files $uri $uri/ =404;
	}

	location ~ \\.php$ {
		include snippets/fastcgi-php.conf;
		fastcgi_pass unix:/run/php/php7.4-fpm.sock;
	}

	location ~ /\\.ht {
		deny all;
	}
}
""",
    "nginx maps": """\
geo $limited {
    default 1;
    10.0.0.0/8 0;
    192.168.0.0/16 0;
}

map $limited $limit_key {
    0 "";
    1 $binary_remote_addr;
}

map $uri $new_uri {
    /old.html /new.html;
    ~^/blog/(?<slug>.*)$ /posts/$slug;
    default "";
}

limit_req_zone $limit_key zone=req:10m rate=5r/s;

upstream grafana { server 127.0.0.1:3000; }

server {
    listen 8080;
    location = /health { return 200 "ok"; }
    location /api/ {
        limit_req zone=req burst=10 nodelay;
        proxy_pass http://grafana/;
    }
}
""",
    "nginx stream": """\
stream {
    upstream databases {
        hash $remote_addr consistent;
        server db1.internal:5432;
        server db2.internal:5432 backup;
    }
    server {
        listen 5432;
        proxy_connect_timeout 1s;
        proxy_pass databases;
    }
}
types {
    text/html                             html htm shtml;
    text/css                              css;
    image/gif                             gif;
    application/javascript                js;
}
""",
    "terraform": """\
terraform {
  required_version = ">= 1.5.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

locals {
  name = "shop-${var.environment}"
  tags = merge(var.tags, { Environment = var.environment })
}

resource "aws_instance" "web" {
  count         = 2
  ami           = data.aws_ami.ubuntu.id
  instance_type = "t3.micro"
  subnet_id     = element(module.vpc.private_subnets, count.index)

  user_data = <<-EOF
    #!/bin/bash
    apt-get update
    apt-get install -y nginx
    if [ -f /etc/nginx/nginx.conf ]; then
      systemctl restart nginx
    fi
  EOF

  dynamic "ebs_block_device" {
    for_each = var.disks
    content {
      device_name = ebs_block_device.value.name
      volume_size = ebs_block_device.value.size
    }
  }

  tags = {
    Name = "web-${count.index}"
  }
}

data "aws_ami" "ubuntu" {
  most_recent = true
  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/*"]
  }
}

module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
  cidr   = "10.0.0.0/16"
  azs    = ["eu-west-1a", "eu-west-1b"]
}

output "ids" {
  value = aws_instance.web[*].id
}
""",
    "terraform variables": """\
variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "eu-west-1"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "disks" {
  description = <<EOT
The disks of each machine, with a name and a size.
More of them can be added later.
EOT
  type = list(object({
    name = string
    size = number
  }))
  default = []

  validation {
    condition     = length(var.disks) < 5
    error_message = "At most four disks."
  }
}

output "url" {
  description = "Where it is."
  value       = "https://${aws_lb.main.dns_name}"
  sensitive   = false
}
""",
    "terraform policy": """\
resource "aws_iam_policy" "read" {
  name = "read"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = "${aws_s3_bucket.data.arn}/*"
      },
    ]
  })
}

resource "aws_security_group" "web" {
  name        = "web"
  vpc_id      = module.vpc.vpc_id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes = [
      tags,
    ]
  }
}
""",
    "nomad": """\
job "shop" {
  datacenters = ["dc1"]
  type        = "service"

  group "web" {
    count = 3
    network {
      port "http" { to = 8080 }
    }
    task "server" {
      driver = "docker"
      config {
        image = "shop:1.2"
        ports = ["http"]
      }
      env {
        LOG_LEVEL = "info"
      }
      resources {
        cpu    = 500
        memory = 256
      }
    }
  }
}
""",
    "named options": """\
// This is the primary configuration file for the BIND DNS server named.
//
// Please read /usr/share/doc/bind9/README.Debian.gz

include "/etc/bind/named.conf.local";

acl trusted {
	10.0.0.0/8;
	!192.168.7.1;
	localhost;
};

options {
	directory "/var/cache/bind";
	// If there is a firewall between you and nameservers you want
	// to talk to, you may need to fix the firewall.
	forwarders { 8.8.8.8; 8.8.4.4; };
	recursion yes;
	allow-query { trusted; };
	dnssec-validation auto;
	listen-on-v6 { any; };
};
""",
    "named zones": """\
zone "." {
        type hint;
        file "/usr/share/dns/root.hints";
};

zone "localhost" IN {
        type master;
        file "/etc/bind/db.local";
};

key "rndc-key" {
        algorithm hmac-sha256;
        secret "c2VjcmV0";
};

zone "example.com" {
        type slave;
        masters { 10.0.0.53; };
        file "/var/cache/bind/example.com";
        allow-transfer { none; };
};
""",
    "named logging": """\
controls {
    inet 127.0.0.1 port 953 allow { 127.0.0.1; } keys { "rndc-key"; };
};
logging {
    channel default_file {
        file "/var/log/named/default.log" versions 3 size 5m;
        severity dynamic;
        print-time yes;
    };
    category default { default_file; };
    category queries { null; };
};
view "internal" {
    match-clients { 10.0.0.0/8; };
    zone "corp.example" {
        type primary;
        file "corp.db";
    };
};
""",
    "dhcpd": """\
# dhcpd.conf
option domain-name "example.org";
option domain-name-servers ns1.example.org, ns2.example.org;

default-lease-time 600;
max-lease-time 7200;
authoritative;

subnet 10.152.187.0 netmask 255.255.255.0 {
}

subnet 10.254.239.0 netmask 255.255.255.224 {
  range 10.254.239.10 10.254.239.20;
  option routers rtr-239-0-1.example.org, rtr-239-0-2.example.org;
}

host passacaglia {
  hardware ethernet 0:0:c0:5d:bd:95;
  filename "vmunix.passacaglia";
  server-name "toccata.example.com";
}

class "foo" {
  match if substring (option vendor-class-identifier, 0, 4) = "SUNW";
}

shared-network 224-29 {
  subnet 10.17.224.0 netmask 255.255.255.0 {
    option routers rtr-224.example.org;
  }
  pool {
    allow members of "foo";
    range 10.17.224.10 10.17.224.250;
  }
}
""",
    "dhcpd hosts": """\
group {
  use-host-decl-names on;
  next-server 10.0.0.2;
  host printer { hardware ethernet 00:11:22:33:44:55; fixed-address 10.0.0.20; }
  host camera { hardware ethernet 00:11:22:33:44:56; fixed-address 10.0.0.21; }
  host door { hardware ethernet 00:11:22:33:44:57; fixed-address 10.0.0.22; }
}
""",
    "dhcpd failover": """\
ddns-update-style interim;
omapi-port 7911;
failover peer "dhcp" {
  primary;
  address 10.0.0.3;
  port 647;
  peer address 10.0.0.4;
  mclt 3600;
  split 128;
}
subnet 10.0.0.0 netmask 255.255.255.0 {
  option broadcast-address 10.0.0.255;
  pool {
    failover peer "dhcp";
    range 10.0.0.50 10.0.0.200;
  }
}
""",
    "logrotate": """\
# see "man logrotate" for details
weekly
rotate 4
create
include /etc/logrotate.d

/var/log/wtmp {
    missingok
    monthly
    create 0664 root utmp
    rotate 1
}

/var/log/nginx/*.log {
	daily
	missingok
	rotate 14
	compress
	delaycompress
	notifempty
	create 0640 www-data adm
	sharedscripts
	prerotate
		if [ -d /etc/logrotate.d/httpd-prerotate ]; then \\
			run-parts /etc/logrotate.d/httpd-prerotate; \\
		fi \\
	endscript
	postrotate
		invoke-rc.d nginx rotate >/dev/null 2>&1
	endscript
}
""",
    "logrotate packages": """\
/var/log/dpkg.log {
	monthly
	rotate 12
	compress
	delaycompress
	missingok
	notifempty
	create 644 root root
}
/var/log/alternatives.log {
	monthly
	rotate 12
	compress
	delaycompress
	missingok
	notifempty
	create 644 root root
}
""",
    "logrotate syslog": """\
/var/log/syslog
/var/log/mail.log
/var/log/kern.log
/var/log/auth.log
{
	rotate 4
	weekly
	missingok
	notifempty
	compress
	delaycompress
	sharedscripts
	postrotate
		/usr/lib/rsyslog/rsyslog-rotate
	endscript
}
""",
    "caddyfile": """\
{
	email admin@example.com
	admin off
}

(common) {
	encode zstd gzip
	header X-Frame-Options DENY
}

example.com, www.example.com {
	import common
	root * /var/www/html
	php_fastcgi unix//run/php/php-fpm.sock
	file_server
}

api.example.com {
	import common
	@admin path /admin/*
	handle @admin {
		basicauth {
			bob $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT
		}
		reverse_proxy localhost:9000
	}
	handle {
		reverse_proxy localhost:8000 localhost:8001 {
			lb_policy least_conn
			health_uri /health
		}
	}
	log {
		output file /var/log/caddy/api.log
		format json
	}
}
""",
    "caddyfile sites": """\
:80 {
  respond /health 200
  redir https://{host}{uri}
}

git.example.com {
  reverse_proxy gitea:3000
  tls internal
}

*.dev.example.com {
  tls {
    dns cloudflare {env.CF_TOKEN}
  }
  reverse_proxy dev:8080
}
""",
    "caddyfile static": """\
localhost {
    root * /srv
    encode gzip
    try_files {path} /index.html
    file_server browse
    handle_errors {
        rewrite * /{err.status_code}.html
        file_server
    }
}
""",
    "haproxy": """\
global
    log /dev/log local0
    chroot /var/lib/haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin
    user haproxy
    group haproxy
    daemon

defaults
    log     global
    mode    http
    option  httplog
    option  dontlognull
    timeout connect 5000
    timeout client  50000
    timeout server  50000

frontend www
    bind *:80
    bind *:443 ssl crt /etc/haproxy/certs/
    acl is_api path_beg /api
    use_backend api if is_api
    default_backend web

backend web
    balance roundrobin
    option httpchk GET /health
    server web1 10.0.0.1:8080 check
    server web2 10.0.0.2:8080 check

backend api
    balance leastconn
    server api1 10.0.1.1:9000 check maxconn 100

listen stats
    bind *:8404
    stats enable
    stats uri /stats
""",
    "haproxy tcp": """\
# Global settings
global
  maxconn 4096
defaults
  mode tcp
  timeout connect 10s

listen postgres
  bind *:5000
  option httpchk
  http-check expect status 200
  default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
  server pg1 10.0.0.1:5432 maxconn 100 check port 8008
  server pg2 10.0.0.2:5432 maxconn 100 check port 8008
""",
    "haproxy backends": """\
backend static
	balance	roundrobin
	server	static 127.0.0.1:4331 check

backend app
	balance	roundrobin
	cookie SRV insert indirect nocache
	server	app1 127.0.0.1:5001 check cookie app1
	server	app2 127.0.0.1:5002 check cookie app2
	http-request set-header X-Forwarded-Proto https if { ssl_fc }

resolvers dns
	nameserver one 10.0.0.53:53
	hold valid 10s
""",
    "apache site": """\
<VirtualHost *:80>
	# The ServerName directive sets the request scheme, hostname and port that
	# the server uses to identify itself.
	ServerName www.example.com
	ServerAdmin webmaster@localhost
	DocumentRoot /var/www/html

	<Directory /var/www/html>
		Options Indexes FollowSymLinks
		AllowOverride All
		Require all granted
	</Directory>

	ErrorLog ${APACHE_LOG_DIR}/error.log
	CustomLog ${APACHE_LOG_DIR}/access.log combined
</VirtualHost>

<VirtualHost *:443>
	ServerName www.example.com
	SSLEngine on
	SSLCertificateFile /etc/ssl/certs/example.pem
	ProxyPass / http://127.0.0.1:8080/
	ProxyPassReverse / http://127.0.0.1:8080/
</VirtualHost>
""",
    "apache httpd": """\
ServerRoot "/etc/httpd"
Listen 80
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule dir_module modules/mod_dir.so
User apache
Group apache
ServerAdmin root@localhost

<Directory />
    AllowOverride none
    Require all denied
</Directory>

DocumentRoot "/var/www/html"

<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>

<Files ".ht*">
    Require all denied
</Files>

ErrorLog "logs/error_log"
LogLevel warn

<IfModule log_config_module>
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
    CustomLog "logs/access_log" common
</IfModule>
AddDefaultCharset UTF-8
""",
    "apache rewrite": """\
# BEGIN WordPress
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteBase /
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
</IfModule>
<FilesMatch "\\.(jpg|png)$">
Header set Cache-Control "max-age=604800, public"
</FilesMatch>
# END WordPress
""",
    "collectd": """\
Hostname "db1"
Interval 10
LoadPlugin cpu
LoadPlugin df
LoadPlugin syslog
<Plugin syslog>
  LogLevel info
</Plugin>
<Plugin df>
  FSType rootfs
  FSType tmpfs
  IgnoreSelected true
</Plugin>
<Plugin network>
  Server "10.0.0.9" "25826"
</Plugin>
""",
    "systemd unit": """\
[Unit]
Description=The nginx HTTP and reverse proxy server
After=network-online.target remote-fs.target nss-lookup.target
Wants=network-online.target

[Service]
Type=forking
PIDFile=/run/nginx.pid
ExecStartPre=/usr/sbin/nginx -t
ExecStart=/usr/sbin/nginx
ExecReload=/usr/sbin/nginx -s reload
PrivateTmp=true

[Install]
WantedBy=multi-user.target
""",
    "desktop": """\
[Desktop Entry]
Version=1.0
Type=Application
Name=Editor
GenericName[de]=Texteditor
Comment[de]=Texte schreiben und lesen
Exec=editor %F
Icon=editor
Categories=Utility;TextEditor;
MimeType=text/plain;text/html;
""",
    "keepalived": """\
global_defs {
   notification_email {
     admin@example.com
   }
   router_id LVS_1
}

vrrp_script chk_haproxy {
    script "killall -0 haproxy"
    interval 2
    weight 2
}

vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 101
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    virtual_ipaddress {
        192.168.200.16
    }
}
""",
    "nagios": """\
define host {
    use                     linux-server
    host_name               web1
    alias                   Web server one
    address                 10.0.0.1
}

define service {
    use                     generic-service
    host_name               web1
    service_description     PING
    check_command           check_ping!100.0,20%!500.0,60%
}
""",
    "junos": """\
system {
    host-name router1;
    root-authentication {
        encrypted-password "x"; ## SECRET-DATA
    }
    services {
        ssh;
    }
}
interfaces {
    ge-0/0/0 {
        unit 0 {
            family inet {
                address 10.0.0.1/24;
            }
        }
    }
}
""",
    "dovecot": """\
protocols = imap lmtp
mail_location = maildir:~/Maildir

namespace inbox {
  inbox = yes
  mailbox Drafts {
    special_use = \\Drafts
  }
  mailbox Trash {
    special_use = \\Trash
  }
}

service imap-login {
  inet_listener imap {
    port = 143
  }
  process_min_avail = 0
}

passdb {
  driver = pam
}
""",
    "syslog-ng": """\
@version: 3.38
@include "scl.conf"

options { chain_hostnames(off); flush_lines(0); use_dns(no); };

source s_src {
       system();
       internal();
};

destination d_auth { file("/var/log/auth.log"); };
destination d_cron { file("/var/log/cron.log"); };

filter f_auth { facility(auth, authpriv) and not filter(f_debug); };

log { source(s_src); filter(f_auth); destination(d_auth); };
log { source(s_src); filter(f_cron); destination(d_cron); };
""",
}

FORMATS = {
    "nginx conf": "braces",
    "nginx site": "braces",
    "nginx maps": "braces",
    "nginx stream": "braces",
    "terraform": "hcl",
    "terraform variables": "hcl",
    "terraform policy": "hcl",
    "nomad": "hcl",
    "named options": "braces",
    "named zones": "braces",
    "named logging": "braces",
    "dhcpd": "braces",
    "dhcpd hosts": "braces",
    "dhcpd failover": "braces",
    "logrotate": "braces",
    "logrotate packages": "braces",
    "logrotate syslog": "braces",
    "caddyfile": "braces",
    "caddyfile sites": "braces",
    "caddyfile static": "braces",
    "haproxy": "sections",
    "haproxy tcp": "sections",
    "haproxy backends": "sections",
    "apache site": "tags",
    "apache httpd": "tags",
    "apache rewrite": "tags",
    "collectd": "tags",
    "systemd unit": "ini",
    "desktop": "ini",
    "keepalived": "braces",
    "nagios": "braces",
    "junos": "braces",
    "dovecot": "braces",
    "syslog-ng": "braces",
}

LOOKALIKES = {
    "scss": """\
$primary: #333;
@mixin rounded($r) {
  border-radius: $r;
}
.nav {
  @include rounded(4px);
  ul {
    margin: 0;
    li { display: inline-block; }
  }
  &:hover { color: $primary; }
}
""",
    "css elements": """\
body {
  margin: 0;
  font: 14px/1.4 sans-serif;
}
h1, h2 {
  color: red;
}
a {
  text-decoration: none;
}
""",
    "js object": """\
const config = {
  entry: './src/index.js',
  output: {
    path: '/dist',
    filename: 'main.js',
  },
  devServer: {
    port: 8080,
  },
};
export default config;
""",
    "json5": """\
{
  // comments
  unquoted: 'and you can quote me on that',
  singleQuotes: 'I can use "double quotes" here',
  hexadecimal: 0xdecaf,
  nested: {
    leadingDecimalPoint: .8675309, andTrailing: 8675309.,
  },
  trailingComma: 'in objects', andIn: ['arrays',],
}
""",
    "c struct": """\
struct point {
    int x;
    int y;
    char *name;
};

struct line {
    struct point a;
    struct point b;
    unsigned flags;
};

union value {
    long number;
    double real;
};
""",
    "c typedefs": """\
typedef struct {
    uint32_t id;
    size_t length;
    char name[16];
} entry_t;

enum color {
    RED,
    GREEN,
};

typedef struct node {
    struct node *next;
    void *data;
} node_t;
""",
    "go structs": """\
package config

type Server struct {
	Host string
	Port int
	TLS  *TLSConfig
}

type TLSConfig struct {
	Cert string `json:"cert"`
	Key  string `json:"key"`
}

func (s *Server) Addr() string {
	if s.Port == 0 {
		return s.Host
	}
	return fmt.Sprintf("%s:%d", s.Host, s.Port)
}
""",
    "rust": """\
impl Config {
    fn new() -> Self {
        Self { host: String::new(), port: 0 }
    }
}

extern "C" {
    fn abs(input: i32) -> i32;
}

match x {
    1 => println!("one"),
    _ => {}
}
""",
    "graphql": """\
schema {
  query: Query
}

type Query {
  user(id: ID!): User
  posts: [Post!]!
}

type User {
  id: ID!
  name: String
}

input NewPost {
  title: String!
}
""",
    "graphql query": """\
query Users($first: Int) {
  users(first: $first) {
    edges {
      node {
        id
        name
        email
      }
    }
  }
}
""",
    "protobuf": """\
syntax = "proto3";

package shop;

option go_package = "example.com/shop";

message Order {
  string id = 1;
  repeated Item items = 2;
  map<string, string> labels = 3;
}

message Item {
  string name = 1;
  int32 count = 2;
}

service Shop {
  rpc Get(GetRequest) returns (Order);
}
""",
    "gradle": """\
plugins {
    id 'java'
    id 'org.springframework.boot' version '3.1.0'
}

group = 'com.example'
version = '0.0.1-SNAPSHOT'

repositories {
    mavenCentral()
}

dependencies {
    implementation 'org.springframework.boot:spring-boot-starter-web'
    testImplementation 'junit:junit:4.13'
}

tasks.named('test') {
    useJUnitPlatform()
}
""",
    "gradle android": """\
android {
    namespace "com.example.app"
    compileSdkVersion 33
    defaultConfig {
        applicationId "com.example.app"
        minSdkVersion 21
        targetSdkVersion 33
        versionCode 1
        versionName "1.0"
    }
    buildTypes {
        release {
            minifyEnabled false
            proguardFiles getDefaultProguardFile('proguard-android.txt'), 'proguard-rules.pro'
        }
    }
}
""",
    "jenkinsfile": """\
pipeline {
    agent any
    environment {
        REGISTRY = 'example.com'
    }
    stages {
        stage('Build') {
            steps {
                sh 'make'
            }
        }
        stage('Test') {
            steps {
                sh 'make check'
                junit 'reports/**/*.xml'
            }
        }
    }
    post {
        always {
            cleanWs()
        }
    }
}
""",
    "dockerfile": """\
FROM python:3.11-slim AS base
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt && \\
    rm -rf /var/cache/build
ENV PORT=8080
EXPOSE 8080
USER app
CMD ["python", "-m", "app"]
""",
    "makefile": """\
CC = gcc
CFLAGS = -Wall -O2
SRC = main.c util.c

all: app

app: $(SRC)
	$(CC) $(CFLAGS) -o $@ $^

clean:
	rm -f app

.PHONY: all clean
""",
    "cmake": """\
cmake_minimum_required(VERSION 3.16)
project(app LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 17)
add_executable(app main.cpp)
target_link_libraries(app PRIVATE fmt)
if(BUILD_TESTS)
  enable_testing()
  add_subdirectory(tests)
endif()
""",
    "swift": """\
import Foundation

struct Point {
    var x: Int
    var y: Int
}

extension Point {
    func moved(by d: Int) -> Point {
        return Point(x: x + d, y: y + d)
    }
}
""",
    "kotlin": """\
package com.example

class Shop(private val name: String) {
    fun open() {
        println("open $name")
    }
    companion object {
        const val LIMIT = 3
    }
}
""",
    "dot": """\
digraph G {
    rankdir=LR;
    node [shape=box];
    a -> b;
    b -> c [label="x"];
    subgraph cluster_0 {
        d -> e;
    }
}
""",
    "prisma": """\
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  posts Post[]
}
""",
    "zig": """\
const std = @import("std");

test "adds" {
    const x: u32 = add(1, 2);
    try std.testing.expect(x == 3);
}

test "subtracts" {
    try std.testing.expect(sub(1, 2) == -1);
}
""",
    "awk": """\
BEGIN {
    FS = ":"
    total = 0
}
$3 > 100 {
    total += $3
    names[$1] = $5
}
END {
    print total
}
""",
    "perl": """\
use strict;
use warnings;
package Shop::Order;

sub new {
    my ($class, %args) = @_;
    my $self = { %args };
    return bless $self, $class;
}

sub total {
    my $self = shift;
    return $self->{total};
}
1;
""",
    "java module": """\
module com.example.shop {
    requires java.base;
    requires transitive java.sql;
    exports com.example.shop.api;
}
""",
    "interface": """\
export interface Options {
  name: string;
  size?: number;
}
declare module "x" {
  export function f(): void;
}
""",
    "lines of C": """\
#include <linux/module.h>

static int limit = 3;
module_param(limit, int, 0644);

static struct file_operations ops = {
	.owner = THIS_MODULE,
	.open = dev_open,
};
""",
}

PAGES = {
    "page chunk": """\
is the second of the three, and the one that most people have seen.</p>
<p>It was built in <a href="/wiki/1889">1889</a>, and was the tallest in the world until <a href="/wiki/1930">1930</a>,
when another one was finished in <a href="/wiki/New_York">New York</a>. Many thought that it would not last.</p>
<p>Since then it has been painted <a href="/p">nineteen times</a>, which takes a year and a half.
See <a href="/also">also</a> the pages about the people who built it, and about those who were against it.</p>
</body>
</html>
""",
    "middle of a page": """\
was moved in <a href="/wiki/1902">1902</a>, as there was no room left.<sup id="r2"><a href="#n2">[2]</a></sup></p>
<p>The <a href="/wiki/Hall">hall</a> that had been built for it stood empty for years, and was then given away.
Nobody knows what became of <a href="/wiki/Roof">the roof</a> of it.</p>
<h2>People</h2>
<p>Those who worked there came from <a href="/wiki/All">all over</a> the country, and stayed for good.
Their houses are still there, and <a href="/x">some of them</a> can be seen by <b>anybody</b> who asks.</p>
<p>There were also <i>many</i> who came for a short time only, as it was said in
""",
}
