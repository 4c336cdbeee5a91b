# The Windows spooler for Loket: one act a call, named in LOKET_ACT; answers are lines of fields between tabs.
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
Add-Type -AssemblyName System.Drawing

function Settings($name) {
    $settings = New-Object System.Drawing.Printing.PrinterSettings
    $settings.PrinterName = $name
    if (-not $settings.IsValid) { exit 3 }
    $settings
}

switch ($env:LOKET_ACT) {
    'list' {
        foreach ($printer in Get-Printer) {
            $settings = Settings $printer.Name
            $sizes = @($settings.PaperSizes | ForEach-Object { '{0}x{1}' -f $_.Width, $_.Height }) -join ' '
            $fields = $printer.Name, $printer.DriverName, [int64]$printer.PrinterStatus, [int]$settings.CanDuplex, $sizes
            $fields -join "`t"
        }
    }
    'print' {
        $document = New-Object System.Drawing.Printing.PrintDocument
        $document.PrinterSettings = Settings $env:LOKET_PRINTER
        $document.DocumentName = $env:LOKET_TITLE
        $document.PrintController = New-Object System.Drawing.Printing.StandardPrintController
        $document.PrinterSettings.Duplex = [System.Drawing.Printing.Duplex]$env:LOKET_DUPLEX
        $width = [double]::Parse($env:LOKET_WIDTH_MM, [cultureinfo]::InvariantCulture)
        $height = [double]::Parse($env:LOKET_HEIGHT_MM, [cultureinfo]::InvariantCulture)
        # The spooler measures in hundredths of an inch and keeps papers standing.
        $short = [int][math]::Round([math]::Min($width, $height) / 0.254)
        $long = [int][math]::Round([math]::Max($width, $height) / 0.254)
        $known = $document.PrinterSettings.PaperSizes |
            Where-Object { [math]::Abs($_.Width - $short) -le 4 -and [math]::Abs($_.Height - $long) -le 4 } |
            Select-Object -First 1
        if (-not $known) { $known = New-Object System.Drawing.Printing.PaperSize('Loket', $short, $long) }
        $document.DefaultPageSettings.PaperSize = $known
        $document.DefaultPageSettings.Landscape = $width -gt $height
        $document.OriginAtMargins = $false
        $pages = @(Get-ChildItem -LiteralPath $env:LOKET_PAGES -Filter '*.png' | Sort-Object Name)
        $script:next = 0
        $document.add_PrintPage({
            param($sender, $page)
            $picture = [System.Drawing.Image]::FromFile($pages[$script:next].FullName)
            $page.Graphics.PageUnit = [System.Drawing.GraphicsUnit]::Millimeter
            # A dot is a dot: nothing is smoothed, so that codes stay black and white.
            $page.Graphics.InterpolationMethod = [System.Drawing.Drawing2D.InterpolationMethod]::NearestNeighbor
            $page.Graphics.PixelOffsetMode = [System.Drawing.Drawing2D.PixelOffsetMode]::Half
            $left = -$page.PageSettings.HardMarginX * 0.254
            $top = -$page.PageSettings.HardMarginY * 0.254
            $page.Graphics.DrawImage($picture, [single]$left, [single]$top, [single]$width, [single]$height)
            $picture.Dispose()
            $script:next += 1
            $page.HasMorePages = $script:next -lt $pages.Count
        })
        $document.Print()
        $job = Get-PrintJob -PrinterName $env:LOKET_PRINTER |
            Where-Object { $_.DocumentName -eq $env:LOKET_TITLE } |
            Sort-Object Id | Select-Object -Last 1
        if ($job) { $job.Id } else { 0 }
    }
    'job' {
        $job = Get-PrintJob -PrinterName $env:LOKET_PRINTER -ID ([int]$env:LOKET_JOB) -ErrorAction SilentlyContinue
        if ($job) { [int64]$job.JobStatus }
    }
    'cancel' { Remove-PrintJob -PrinterName $env:LOKET_PRINTER -ID ([int]$env:LOKET_JOB) }
}
