"""Outputs of commands, each under the kind and the format that it should be taken for."""

from __future__ import annotations

__all__ = ["BUILDS", "DIFFS", "LISTINGS", "LOGS", "SEARCHES", "TABLES", "TRACEBACKS"]

LOGS = {
    "syslog": """\
Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=218.188.2.4
Jun 14 15:16:02 combo sshd(pam_unix)[19937]: check pass; user unknown
Jun 15 04:06:18 combo su(pam_unix)[21416]: session opened for user cyrus by (uid=0)
Jun 15 04:06:19 combo su(pam_unix)[21416]: session closed for user cyrus
Jun 15 04:06:20 combo logrotate: ALERT exited abnormally with [1]
""",
    "iso times": """\
2024-05-01T10:00:00.123Z INFO  Starting server on port 8080
2024-05-01T10:00:01.456Z DEBUG Loaded 42 routes
2024-05-01T10:00:02.789Z ERROR Connection refused: db:5432
2024-05-01T10:00:03.000Z WARN  Retrying in 5s
""",
    "log4j with a trace": """\
2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster for application
2015-10-18 18:01:48,963 WARN [main] org.apache.hadoop.conf.Configuration: bad conf file: element not <property>
2015-10-18 18:01:49,228 ERROR [RMCommunicator] org.apache.hadoop.ipc.Client: call failed
java.net.ConnectException: Connection refused
\tat java.net.PlainSocketImpl.socketConnect(Native Method)
\tat java.net.Socket.connect(Socket.java:589)
2015-10-18 18:01:50,353 INFO [main] org.apache.hadoop.mapred.Task: Task done
2015-10-18 18:01:51,509 INFO [main] org.apache.hadoop.mapred.Task: Task committed
""",
    "python logging": """\
INFO:root:starting the worker
DEBUG:urllib3.connectionpool:Starting new HTTPS connection (1): example.org:443
WARNING:app.cache:cache miss for key user:42
ERROR:app.jobs:job 17 failed: timed out
""",
    "python logging with dashes": """\
2023-01-02 03:04:05,678 - app.main - INFO - Started
2023-01-02 03:04:06,001 - app.db - WARNING - Slow query: 1.2s
2023-01-02 03:04:07,120 - app.main - ERROR - Unhandled exception
""",
    "klog": """\
I0312 14:22:01.123456       1 controller.go:114] Starting controller
W0312 14:22:02.000001       1 reflector.go:324] pkg/mod/k8s.io/client-go: failed to list
E0312 14:22:03.999999       1 leaderelection.go:325] error retrieving resource lock
I0312 14:22:04.100000       1 controller.go:120] Started workers
""",
    "access": """\
192.168.1.1 - - [10/Oct/2023:13:55:36 +0000] "GET /index.html HTTP/1.1" 200 2326 "-" "Mozilla/5.0"
192.168.1.2 - frank [10/Oct/2023:13:55:37 +0000] "POST /api/login HTTP/1.1" 401 199 "-" "curl/8.0"
10.0.0.7 - - [10/Oct/2023:13:55:39 +0000] "GET /favicon.ico HTTP/1.1" 404 0 "-" "Mozilla/5.0"
""",
    "nginx errors": """\
2023/10/10 13:55:36 [error] 1234#0: *1 open() "/srv/www/favicon.ico" failed (2: No such file or directory), client: 10.0.0.7
2023/10/10 13:55:37 [warn] 1234#0: *2 an upstream response is buffered to a temporary file
2023/10/10 13:55:38 [crit] 1234#0: *3 connect() to unix:/run/app.sock failed (2: No such file or directory)
""",
    "apache errors": """\
[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties
[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6
[Sun Dec 04 04:51:08 2005] [notice] jk2_init() Found child 6725 in scoreboard slot 10
""",
    "logcat": """\
03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogsopening app wtoken = AppWindowToken
03-17 16:13:38.819  1702  8671 D PowerManagerService: acquire lock=233570404, flags=0x1, tag="View Lock"
03-17 16:13:38.820  1702  8671 E ActivityManager: ANR in com.example.app
""",
    "logcat brief": """\
D/AndroidRuntime( 1234): Shutting down VM
E/AndroidRuntime( 1234): FATAL EXCEPTION: main
I/ActivityManager(  585): Start proc com.example.app for activity
W/System.err( 1234): java.io.IOException: closed
""",
    "windows cbs": """\
2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505 with Core: cbscore.dll
2016-09-28 04:30:31, Info                  CSI    00000001@2016/9/27:20:30:31.455 WcpInitialize (wcp.dll version 0.0.0.6)
2016-09-28 04:30:31, Error                 CBS    Failed to internally open package. [HRESULT = 0x800f0805]
""",
    "logfmt": """\
time=2024-05-01T10:00:00Z level=info msg="server started" port=8080 env=prod
time=2024-05-01T10:00:05Z level=error msg="query failed" err="deadline exceeded" table=users
time=2024-05-01T10:00:06Z level=info msg="retrying" attempt=2
""",
    "logfmt without time": """\
level=info component=api msg="request done" status=200 duration=12ms path=/v1/users
level=warn component=api msg="slow request" status=200 duration=1200ms path=/v1/reports
level=error component=worker msg="job failed" job=17 reason=timeout
""",
    "journal": """\
-- Journal begins at Mon 2024-01-01 00:00:00 UTC, ends at Tue 2024-01-02 00:00:00 UTC. --
Jan 01 00:00:01 host systemd[1]: Started Daily apt download activities.
Jan 01 00:00:02 host kernel: eth0: link up, 1000Mbps, full-duplex
Jan 01 00:00:09 host systemd[1]: apt-daily.service: Succeeded.
""",
    "compose": """\
web-1    | 10:00:01 server listening on 3000
db-1     | 2024-05-01 10:00:02.123 UTC [1] LOG:  database system is ready to accept connections
web-1    | GET /health 200 1ms
redis-1  | 1:C 01 May 2024 10:00:03.000 * Ready to accept connections
web-1    | GET /users 500 12ms
""",
    "compose without times": """\
web_1    | starting up
db_1     | ready to accept connections
web_1    | GET /health 200
web_1    | GET /users 500
db_1     | checkpoint complete
web_1    | GET /health 200
""",
    "epoch": """\
1700000000.123 worker-1 picked up job 17
1700000001.456 worker-2 picked up job 18
1700000004.001 worker-1 finished job 17 in 3.9s
1700000009.990 worker-2 failed job 18: timeout
""",
    "dmesg": """\
[    0.000000] Linux version 6.1.0-13-amd64 (debian-kernel@lists.debian.org)
[    0.000000] Command line: BOOT_IMAGE=/boot/vmlinuz root=UUID=1234 ro quiet
[    1.234567] usb 1-1: new high-speed USB device number 2 using xhci_hcd
[   12.000001] EXT4-fs (sda1): mounted filesystem with ordered data mode
""",
    "hdfs": """\
081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38865049064139660 terminating
081109 203807 222 INFO dfs.DataNode$PacketResponder: PacketResponder 0 for block blk_-6952295868487656571 terminating
081109 204005 35 INFO dfs.FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: 10.251.73.220:50010
""",
    "levels in brackets": """\
[INFO] Loading configuration from /etc/app.toml
[DEBUG] plugin metrics enabled
[WARNING] deprecated option "foo" used
[ERROR] could not bind to port 80: permission denied
""",
    "times in brackets": """\
[10:00:01] Starting 'build'...
[10:00:02] Using gulpfile ~/project/gulpfile.js
[10:00:09] Finished 'build' after 7.9 s
""",
    "health app": """\
20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579
20171223-22:15:29:615|Step_LSC|30002312|onExtend:1514038530000 14 0 4
20171223-22:15:29:633|Step_StandReportReceiver|30002312|onReceive action: android.intent.action.SCREEN_ON
""",
    "proxifier": """\
[10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS
[10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 close, 451 bytes sent, 18846 bytes received, lifetime 00:02
[10.30 16:49:07] QQ.exe - tcpconn.tencent.com:80 error : Could not connect through proxy
""",
    "bgl": """\
- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache
- 1117838573 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.53.276129 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache
- 1117838976 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.49.36.156884 R02-M1-N0-C:J12-U11 RAS KERNEL FATAL data storage
""",
    "nova": """\
nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b] 10.11.10.1
nova-compute.log.1.2017-05-16_13:55:31 2017-05-16 00:00:04.500 2931 INFO nova.compute.manager [req-3ea4052c] VM Started
nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:04.562 25746 INFO nova.osapi_compute.wsgi.server [req-d6986b54] 10.11.10.1
""",
    "spring": """\
2024-01-15 09:12:33.123  INFO 12345 --- [           main] c.e.demo.DemoApplication                 : Starting DemoApplication
2024-01-15 09:12:34.456  WARN 12345 --- [           main] o.h.e.j.e.i.JdbcEnvironmentInitiator     : HHH000342
2024-01-15 09:12:35.789 ERROR 12345 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() failed
""",
    "serilog": """\
info: Microsoft.Hosting.Lifetime[14]
      Now listening on: http://localhost:5000
info: Microsoft.Hosting.Lifetime[0]
      Application started. Press Ctrl+C to shut down.
fail: Microsoft.AspNetCore.Server.Kestrel[13]
      Connection id "0HLV" request failed
warn: Microsoft.EntityFrameworkCore.Query[20504]
      Compiling a query which loads related collections
""",
    "rails": """\
I, [2024-02-03T10:00:00.123456 #4242]  INFO -- : Started GET "/users" for 127.0.0.1 at 2024-02-03 10:00:00 +0000
D, [2024-02-03T10:00:00.223456 #4242] DEBUG -- :   User Load (0.4ms)  SELECT "users".* FROM "users"
E, [2024-02-03T10:00:00.323456 #4242] ERROR -- : ActionView::Template::Error (undefined method `name' for nil)
""",
    "day first": """\
29 Nov 2023 10:00:00,123 [main] INFO com.example.Main - up
29 Nov 2023 10:00:01,456 [main] ERROR com.example.Main - down
29 Nov 2023 10:00:02,789 [pool-1] WARN com.example.Pool - exhausted
""",
    "redis": """\
1:C 01 May 2024 10:00:03.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo
1:M 01 May 2024 10:00:03.004 * Running mode=standalone, port=6379.
1:M 01 May 2024 10:00:03.005 # WARNING overcommit_memory is set to 0!
""",
    "records among text": """\
2024-05-01T10:00:00Z app booting
{"level":"info","ts":1714557600.1,"msg":"listening"}
{"level":"error","ts":1714557601.1,"msg":"no route"}
2024-05-01T10:00:02Z app stopping
2024-05-01T10:00:03Z app stopped
""",
    "one line": "2024-05-01T10:00:00.123Z ERROR Connection refused: db:5432\n",
}

BUILDS = {
    "pytest": """\
============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-8.0.0, pluggy-1.4.0
rootdir: /home/user/project
collected 3 items

tests/test_a.py .F.                                                      [100%]

=================================== FAILURES ===================================
__________________________________ test_adds ___________________________________

    def test_adds():
>       assert add(1, 2) == 4
E       assert 3 == 4
E        +  where 3 = add(1, 2)

tests/test_a.py:7: AssertionError
=========================== short test summary info ============================
FAILED tests/test_a.py::test_adds - assert 3 == 4
========================= 1 failed, 2 passed in 0.05s ==========================
""",
    "pytest, quiet": """\
..F..                                                                    [100%]
=================================== FAILURES ===================================
_________________________________ test_parse[x] ________________________________
tests/test_parse.py:12: in test_parse
    assert parse(x) == 1
E   assert 2 == 1
=========================== short test summary info ============================
FAILED tests/test_parse.py::test_parse[x] - assert 2 == 1
1 failed, 4 passed in 0.12s
""",
    "unittest": """\
test_one (tests.test_x.TestX) ... ok
test_two (tests.test_x.TestX) ... FAIL

======================================================================
FAIL: test_two (tests.test_x.TestX)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/home/user/tests/test_x.py", line 9, in test_two
    self.assertEqual(1, 2)
AssertionError: 1 != 2

----------------------------------------------------------------------
Ran 2 tests in 0.001s

FAILED (failures=1)
""",
    "jest": """\
 PASS  src/utils.test.ts
 FAIL  src/app.test.ts
  App
    ✓ renders (12 ms)
    ✕ handles errors (5 ms)

  ● App › handles errors

    expect(received).toBe(expected) // Object.is equality

    Expected: 2
    Received: 1

      at Object.<anonymous> (src/app.test.ts:14:21)

Test Suites: 1 failed, 1 passed, 2 total
Tests:       1 failed, 5 passed, 6 total
Time:        2.1 s
""",
    "vitest": """\
 RUN  v1.2.0 /home/user/project

 ✓ src/a.test.ts (3 tests) 12ms
 ❯ src/b.test.ts (2 tests | 1 failed) 8ms
   × adds numbers
     → expected 3 to be 4

 Test Files  1 failed | 1 passed (2)
      Tests  1 failed | 4 passed (5)
   Duration  512ms
""",
    "go test": """\
=== RUN   TestAdd
--- PASS: TestAdd (0.00s)
=== RUN   TestDiv
    div_test.go:12: got 2, want 3
--- FAIL: TestDiv (0.00s)
FAIL
FAIL\texample.com/calc\t0.003s
ok  \texample.com/util\t0.010s
FAIL
""",
    "cargo": """\
   Compiling serde v1.0.188
   Compiling app v0.1.0 (/home/user/app)
error[E0382]: borrow of moved value: `s`
 --> src/main.rs:5:20
  |
3 |     let t = s;
  |             - value moved here
5 |     println!("{}", s);
  |                    ^ value borrowed here after move

error: could not compile `app` (bin "app") due to 1 previous error
""",
    "cargo test": """\
    Finished test [unoptimized + debuginfo] target(s) in 0.50s
     Running unittests src/lib.rs (target/debug/deps/app-1234)

running 2 tests
test tests::adds ... ok
test tests::divides ... FAILED

failures:
    tests::divides

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
""",
    "maven": """\
[INFO] Scanning for projects...
[INFO] ------------------------< com.example:app >-------------------------
[INFO] Building app 1.0-SNAPSHOT
[INFO] --- maven-compiler-plugin:3.8.1:compile (default-compile) @ app ---
[ERROR] /home/user/app/src/main/java/App.java:[12,9] cannot find symbol
[INFO] BUILD FAILURE
[INFO] Total time:  2.345 s
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.8.1:compile
""",
    "gradle": """\
> Task :compileJava UP-TO-DATE
> Task :processResources NO-SOURCE
> Task :test FAILED

com.example.AppTest > adds FAILED
    java.lang.AssertionError at AppTest.java:12

FAILURE: Build failed with an exception.

* What went wrong:
Execution failed for task ':test'.

BUILD FAILED in 3s
""",
    "npm": """\
npm WARN deprecated har-validator@5.1.5: this library is no longer supported
npm ERR! code ERESOLVE
npm ERR! ERESOLVE unable to resolve dependency tree
npm ERR! Found: react@18.2.0
npm ERR! A complete log of this run can be found in: /home/user/.npm/_logs/debug.log
""",
    "make and gcc": """\
make[1]: Entering directory '/home/user/src'
gcc -O2 -Wall -c -o main.o main.c
main.c: In function 'main':
main.c:12:5: warning: implicit declaration of function 'foo' [-Wimplicit-function-declaration]
   12 |     foo();
      |     ^~~
main.c:14:1: error: expected ';' before '}' token
make[1]: *** [Makefile:10: main.o] Error 1
make[1]: Leaving directory '/home/user/src'
""",
    "only diagnostics": """\
src/app.py:12: error: Incompatible return value type (got "int", expected "str")  [return-value]
src/app.py:40: error: Name "foo" is not defined  [name-defined]
src/db.py:7: note: See documentation
Found 2 errors in 1 file (checked 3 source files)
""",
    "cmake": """\
-- The C compiler identification is GNU 12.2.0
-- Detecting C compiler ABI info
-- Looking for pthread.h - found
[ 10%] Building C object CMakeFiles/app.dir/main.c.o
[ 20%] Building C object CMakeFiles/app.dir/util.c.o
[100%] Linking C executable app
""",
    "tsc": """\
src/index.ts(12,5): error TS2322: Type 'number' is not assignable to type 'string'.
src/index.ts(20,1): error TS2304: Cannot find name 'foo'.
src/util.ts(3,10): error TS2305: Module has no exported member 'bar'.
""",
    "webpack": """\
asset main.js 1.2 MiB [emitted] (name: main)
asset index.html 300 bytes [emitted]
modules by path ./src/ 12 KiB 5 modules
ERROR in ./src/app.js 12:5
Module not found: Error: Can't resolve 'foo' in '/home/user/src'
webpack 5.88.2 compiled with 1 error in 2345 ms
""",
    "docker build": """\
#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 312B done
#1 DONE 0.0s
#5 [2/4] RUN pip install -r requirements.txt
#5 1.234 Collecting flask
#5 2.345 ERROR: Could not find a version that satisfies the requirement foo
#5 ERROR: process "/bin/sh -c pip install" did not complete successfully: exit code: 1
""",
    "old docker build": """\
Sending build context to Docker daemon  2.048kB
Step 1/3 : FROM python:3.11
 ---> 1234567890ab
Step 2/3 : RUN pip install flask
 ---> Running in abcdef123456
Successfully built 1234567890ab
Successfully tagged app:latest
""",
    "pip": """\
Collecting requests
  Downloading requests-2.31.0-py3-none-any.whl (62 kB)
Collecting urllib3<3,>=1.21.1
  Using cached urllib3-2.0.4-py3-none-any.whl (123 kB)
Requirement already satisfied: idna<4 in ./lib (from requests) (3.4)
Installing collected packages: urllib3, requests
Successfully installed requests-2.31.0 urllib3-2.0.4
""",
    "apt": """\
Reading package lists... Done
Building dependency tree... Done
Get:1 http://deb.debian.org/debian bookworm/main amd64 libfoo amd64 1.0-1 [12.3 kB]
Selecting previously unselected package libfoo:amd64.
Preparing to unpack .../libfoo_1.0-1_amd64.deb ...
Unpacking libfoo:amd64 (1.0-1) ...
Setting up libfoo:amd64 (1.0-1) ...
Processing triggers for libc-bin (2.36-9) ...
""",
    "coloured": (
        "\x1b[1m============================= test session starts ==============================\x1b[0m\r\n"
        "collected 2 items\r\n\r\n"
        "tests/test_a.py \x1b[32m.\x1b[0m\x1b[31mF\x1b[0m\x1b[31m                             [100%]\x1b[0m\r\n\r\n"
        "\x1b[31mFAILED\x1b[0m tests/test_a.py::\x1b[1mtest_b\x1b[0m - assert 1 == 2\r\n"
        "\x1b[31m========================= \x1b[31m\x1b[1m1 failed\x1b[0m, \x1b[32m1 passed\x1b[0m in 0.05s =====\x1b[0m\r\n"
    ),
    "build server": """\
2024-03-01T10:00:00.1234567Z ##[group]Run actions/checkout@v4
2024-03-01T10:00:00.2234567Z with:
2024-03-01T10:00:01.3234567Z ##[endgroup]
2024-03-01T10:00:02.4234567Z ##[group]Run npm test
2024-03-01T10:00:09.5234567Z npm ERR! Test failed.  See above for more details.
2024-03-01T10:00:09.6234567Z ##[error]Process completed with exit code 1.
""",
}

TRACEBACKS = {
    "python": """\
Traceback (most recent call last):
  File "/home/user/app/main.py", line 42, in <module>
    main()
  File "/home/user/app/main.py", line 30, in main
    run(config["path"])
KeyError: 'path'
""",
    "java": """\
Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()" because "s" is null
\tat com.example.Foo.bar(Foo.java:42)
\tat com.example.Main.main(Main.java:12)
Caused by: java.io.IOException: closed
\tat com.example.Io.read(Io.java:7)
\t... 2 more
""",
    "javascript": """\
TypeError: Cannot read properties of undefined (reading 'map')
    at render (/home/user/app/src/list.js:12:23)
    at Object.<anonymous> (/home/user/app/src/index.js:5:1)
    at Module._compile (node:internal/modules/cjs/loader:1256:14)
    at node:internal/main/run_main_module:23:47
""",
    "go": """\
panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.process(0xc000014080, 0x3)
\t/home/user/app/main.go:12 +0x1d
main.main()
\t/home/user/app/main.go:7 +0x2a
exit status 2
""",
    "rust": """\
thread 'main' panicked at src/main.rs:5:9:
index out of bounds: the len is 3 but the index is 7
stack backtrace:
   0: rust_begin_unwind
             at /rustc/1234/library/std/src/panicking.rs:595:5
   1: core::panicking::panic_fmt
             at /rustc/1234/library/core/src/panicking.rs:67:14
   2: app::main
             at ./src/main.rs:5:9
""",
    "dotnet": """\
Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.
   at App.Services.UserService.Get(Int32 id) in /src/App/Services/UserService.cs:line 42
   at App.Program.Main(String[] args) in /src/App/Program.cs:line 12
""",
    "ruby": """\
app.rb:12:in `divide': divided by 0 (ZeroDivisionError)
\tfrom app.rb:8:in `run'
\tfrom /usr/lib/ruby/3.0/runner.rb:40:in `block in start'
\tfrom app.rb:20:in `<main>'
""",
    "php": """\
PHP Fatal error:  Uncaught Exception: nope in /var/www/app.php:12
Stack trace:
#0 /var/www/index.php(7): run()
#1 /var/www/front.php(3): require('/var/www/index...')
#2 {main}
  thrown in /var/www/app.php on line 12
""",
}

SEARCHES = {
    "grep -rn": """\
src/app/main.py:12:def main() -> None:
src/app/main.py:40:    main()
src/app/util.py:7:# called by main
tests/test_main.py:3:from app.main import main
""",
    "grep -n with columns": """\
src/app/main.ts:12:5:  const total = items.length;
src/app/main.ts:40:10:  return total;
src/app/util.ts:7:1:export const total = 3;
""",
    "with context": """\
src/a.py-10-import os
src/a.py:11:def find(path):
src/a.py-12-    return os.path.exists(path)
--
src/b.py-40-
src/b.py:41:    find("x")
src/b.py-42-    return None
""",
    "heading": """\
src/app/main.py
12:def main() -> None:
40:    main()

src/app/util.py
7:# called by main
""",
    "numbers": """\
6:#include "../type/alias.h"
521:      // TODO report unaliased type
600:      alias(t);
""",
    "count": """\
src/app/main.py:12
src/app/util.py:0
tests/test_main.py:3
""",
    "names": """\
src/app/main.py:def main() -> None:
src/app/main.py:    main()
src/app/util.py:# called by main
tests/test_main.py:from app.main import main
""",
    "windows": """\
C:\\code\\app\\main.py:12:def main():
C:\\code\\app\\util.py:7:    return main
C:\\code\\app\\util.py:19:    main()
""",
    "of a log": """\
/var/log/app.log:17:2024-05-01 10:00:01 ERROR refused
/var/log/app.log:18:2024-05-01 10:00:02 ERROR refused
/var/log/app.log.1:3:2024-04-30 23:59:59 ERROR timed out
""",
    "of logs without numbers": """\
logs/app.log:2024-05-01 10:00:01 ERROR refused
logs/app.log:2024-05-01 10:00:02 ERROR refused
logs/old.log:2024-04-30 23:59:59 ERROR timed out
""",
    "of JSON": """\
data/a.json:1:{"id": 1, "name": "x"}
data/a.json:2:{"id": 2, "name": "y"}
data/b.json:1:{"id": 3, "name": "z"}
""",
    "of a Makefile": """\
Makefile:12:build: main.o
Makefile:20:test: build
Makefile:31:clean:
""",
    "results": """\
1. Python asyncio documentation
   https://docs.python.org/3/library/asyncio.html
   asyncio is a library to write concurrent code using the async/await syntax.

2. Real Python: Async IO in Python
   https://realpython.com/async-io-python/
   A complete walkthrough of asynchronous programming.

3. Stack Overflow: How does asyncio work?
   https://stackoverflow.com/questions/49005651
   Answers that explain the event loop in depth.
""",
    "titled results": """\
Title: Understanding connection pools
URL: https://example.org/pools
Snippet: Pools keep connections open so that requests need not wait.

Title: Tuning connection pools
URL: https://example.com/tuning
Snippet: How big should a pool be? Smaller than you think.
""",
}

DIFFS = {
    "git": """\
diff --git a/src/app.py b/src/app.py
index 83db48f..bf269f4 100644
--- a/src/app.py
+++ b/src/app.py
@@ -1,4 +1,4 @@ def main():
 import os
-x = 1
+x = 2
 y = 3
""",
    "with a commit": """\
commit 83db48f0c1a2b3d4e5f60718293a4b5c6d7e8f90
Author: Ann Other <ann@example.org>
Date:   Mon Jan 1 10:00:00 2024 +0000

    Set x to two

diff --git a/src/app.py b/src/app.py
index 83db48f..bf269f4 100644
--- a/src/app.py
+++ b/src/app.py
@@ -1,4 +1,4 @@
 import os
-x = 1
+x = 2
""",
    "mailed": """\
From 83db48f0c1a2b3d4e5f60718293a4b5c6d7e8f90 Mon Sep 17 00:00:00 2001
From: Ann Other <ann@example.org>
Date: Mon, 1 Jan 2024 10:00:00 +0000
Subject: [PATCH] Set x to two

---
 src/app.py | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/src/app.py b/src/app.py
--- a/src/app.py
+++ b/src/app.py
@@ -1,2 +1,2 @@
-x = 1
+x = 2
 y = 3
--
2.39.0
""",
    "unified": """\
--- old/main.c\t2024-01-01 10:00:00.000000000 +0000
+++ new/main.c\t2024-01-02 10:00:00.000000000 +0000
@@ -1,3 +1,3 @@
 int main() {
-  return 1;
+  return 0;
 }
""",
    "diff -ruN": """\
diff -ruN old/main.c new/main.c
--- old/main.c\t2024-01-01 10:00:00.000000000 +0000
+++ new/main.c\t2024-01-02 10:00:00.000000000 +0000
@@ -1,3 +1,3 @@
 int main() {
-  return 1;
+  return 0;
 }
""",
    "svn": """\
Index: trunk/main.c
===================================================================
--- trunk/main.c\t(revision 41)
+++ trunk/main.c\t(working copy)
@@ -1,3 +1,3 @@
 int main() {
-  return 1;
+  return 0;
 }
""",
    "combined": """\
diff --cc src/app.py
index 83db48f,bf269f4..1234567
--- a/src/app.py
+++ b/src/app.py
@@@ -1,3 -1,3 +1,3 @@@
  import os
- x = 1
 -x = 2
++x = 3
""",
    "of a log": """\
diff --git a/app.log b/app.log
--- a/app.log
+++ b/app.log
@@ -1,3 +1,3 @@
 2024-05-01 10:00:00 INFO start
-2024-05-01 10:00:01 ERROR refused
+2024-05-01 10:00:01 INFO accepted
 2024-05-01 10:00:02 INFO stop
""",
    "of Markdown": """\
--- a/README.md
+++ b/README.md
@@ -1,5 +1,5 @@
 # Project

-Some words about it.
+More words about it, with `code`.

 - one
 - two
""",
    "plain": """\
3c3
< x = 1
---
> x = 2
10a11,12
> y = 3
> z = 4
""",
    "renames": """\
diff --git a/old.py b/new.py
similarity index 100%
rename from old.py
rename to new.py
diff --git a/logo.png b/logo.png
index 83db48f..bf269f4 100644
Binary files a/logo.png and b/logo.png differ
""",
}

LISTINGS = {
    "ls -l": """\
total 24
drwxr-xr-x  2 root root  4096 Apr 30 08:32 docs
-rw-r--r--  1 root root   613 Apr 30 08:32 main.py
-rwxr-xr-x  1 root root 10626 Jan  1  2023 run.sh
lrwxrwxrwx  1 root root     7 Apr 30 08:32 link -> main.py
""",
    "find": """\
./src/app/main.py
./src/app/util.py
./src/app/data/words.txt
./tests/test_main.py
./README.md
""",
    "tree": """\
.
├── README.md
├── src
│   ├── app.py
│   └── util.py
└── tests
    └── test_app.py

2 directories, 4 files
""",
    "status": """\
On branch main
Your branch is up to date with 'origin/main'.

Changes not staged for commit:
  (use "git add <file>..." to update what will be committed)
\tmodified:   src/app.py
\tdeleted:    src/old.py

Untracked files:
  (use "git add <file>..." to include in what will be committed)
\tnotes.txt

no changes added to commit (use "git add" and/or "git commit -a")
""",
    "short status": """\
 M src/app.py
?? notes.txt
A  src/new.py
 D src/old.py
""",
    "du": """\
4.0K\t./docs
12K\t./src/app
16K\t./src
36K\t.
""",
    "names": """\
main.py
util.py
README.md
setup.cfg
test_main.py
""",
    "windows dir": """\
01/15/2024  10:00 AM    <DIR>          docs
01/15/2024  10:00 AM             1,234 main.py
01/15/2024  10:02 AM            10,626 run.bat
""",
    "ls -R": """\
./src:
app.py
util.py

./tests:
test_app.py
conftest.py
""",
}

TABLES = {
    "csv": """\
id,name,city,age
1,Ann,Paris,34
2,Bob,Rome,28
3,"Smith, Jane",Oslo,41
""",
    "csv of a log": """\
time,level,service,message
2024-05-01T10:00:00Z,INFO,api,started
2024-05-01T10:00:01Z,ERROR,api,refused
2024-05-01T10:00:02Z,WARN,db,slow
""",
    "tsv": """\
id\tname\tscore
1\tAnn\t3.5
2\tBob\t4.1
3\tCy\t2.2
""",
    "semicolon": """\
id;name;score
1;Ann;3,5
2;Bob;4,1
3;Cy;2,2
""",
    "pipe": """\
id|name|score
1|Ann|3.5
2|Bob|4.1
3|Cy|2.2
""",
    "markdown": """\
| Name | Score | City |
|------|------:|------|
| Ann  | 3.5   | Rome |
| Bob  | 4.1   | Oslo |
| Cy   | 2.2   | Bonn |
""",
    "box": """\
+----+------+-------+
| id | name | score |
+----+------+-------+
|  1 | Ann  |   3.5 |
|  2 | Bob  |   4.1 |
+----+------+-------+
""",
    "psql": """\
 id | name | score
----+------+-------
  1 | Ann  |   3.5
  2 | Bob  |   4.1
(2 rows)
""",
    "kubectl": """\
NAME                     READY   STATUS             RESTARTS   AGE
api-7d9f8b6c5d-x2x7z     1/1     Running            0          3d4h
worker-5c6b7d8e9f-abcde  0/1     CrashLoopBackOff   12         5h
db-0                     1/1     Running            0          30d
""",
    "ps": """\
USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
root           1  0.0  0.1 169404 13140 ?        Ss   Jan01   0:12 /sbin/init
root           2  0.0  0.0      0     0 ?        S    Jan01   0:00 [kthreadd]
www-data    1234  1.2  2.3 345678 98765 ?        Sl   10:00   1:23 nginx: worker process
""",
    "docker ps": """\
CONTAINER ID   IMAGE          COMMAND                  CREATED       STATUS       PORTS                  NAMES
1234567890ab   nginx:latest   "/docker-entrypoint.…"   2 hours ago   Up 2 hours   0.0.0.0:80->80/tcp     web
abcdef123456   postgres:15    "docker-entrypoint.s…"   3 days ago    Up 3 days    5432/tcp               db
fedcba654321   redis:7        "docker-entrypoint.s…"   3 days ago    Up 3 days    6379/tcp               cache
""",
    "df": """\
Filesystem      Size  Used Avail Use% Mounted on
/dev/sda1        50G   20G   28G  42% /
tmpfs           3.9G     0  3.9G   0% /dev/shm
/dev/sdb1       100G   99G    1G  99% /data
""",
    "pip list": """\
Package            Version
------------------ ---------
certifi            2023.7.22
charset-normalizer 3.2.0
idna               3.4
requests           2.31.0
""",
}
