# A CUPS of its own with one queue that keeps what it is sent as PDF. Sourced by press.sh; wants root, as a CUPS does.
#
#   start_cups DIR   listens at DIR/run/cups.sock, which is exported as CUPS_SERVER
#   stop_cups
# shellcheck shell=sh

start_cups() {
    cups_dir=$1
    mkdir -p "$cups_dir/etc/ppd" "$cups_dir/spool/tmp" "$cups_dir/cache" "$cups_dir/run/certs" "$cups_dir/log"
    chmod 755 "$cups_dir" "$cups_dir/run" "$cups_dir/cache" "$cups_dir/etc"
    chmod 1777 "$cups_dir/spool/tmp"
    CUPS_SERVER=$cups_dir/run/cups.sock
    export CUPS_SERVER
    cat >"$cups_dir/etc/cupsd.conf" <<CONF
Listen $CUPS_SERVER
Browsing Off
WebInterface No
DefaultAuthType None
LogLevel info
MaxJobTime 60
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
CONF
    cat >"$cups_dir/etc/cups-files.conf" <<CONF
ServerRoot $cups_dir/etc
RequestRoot $cups_dir/spool
TempDir $cups_dir/spool/tmp
CacheDir $cups_dir/cache
StateDir $cups_dir/run
AccessLog $cups_dir/log/access
ErrorLog $cups_dir/log/error
PageLog $cups_dir/log/page
SystemGroup root lpadmin
Sandboxing relaxed
FatalErrors none
CONF
    cp /etc/cups/cups-pdf.conf "$cups_dir/etc/" 2>/dev/null || true
    /usr/sbin/cupsd -f -c "$cups_dir/etc/cupsd.conf" -s "$cups_dir/etc/cups-files.conf" &
    cups_pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        lpstat -h "$CUPS_SERVER" -r 2>/dev/null | grep -q "is running" && return
        sleep 0.5
    done
    echo "cupsd does not come up" >&2
    return 1
}

stop_cups() {
    [ -z "${cups_pid:-}" ] || kill "$cups_pid" 2>/dev/null || true
}
